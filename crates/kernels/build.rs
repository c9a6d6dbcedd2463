//! Compiles the kernels of `cuda/` for NVIDIA GPUs, with feature `cuda` alone.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    #[cfg(feature = "cuda")]
    kernels();
}

/// Writes `conv.ptx` and `layers.ptx` to the build's own folder.
#[cfg(feature = "cuda")]
fn kernels() {
    println!("cargo::rerun-if-changed=cuda");
    let headers = ["cuda", "cuda/loss", "cuda/optimizer", "cuda/pointwise"]
        .into_iter()
        .flat_map(std::fs::read_dir)
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "cuh"));
    let built = cudaforge::KernelBuilder::new()
        .source_files(["cuda/conv.cu", "cuda/layers.cu"])
        .watch(headers)
        .arg("-std=c++17")
        .arg("-O3")
        // The optimizers' roundings are PyTorch's; where products and sums are to be fused, the
        // kernels say so.
        .arg("--fmad=false")
        .build_ptx();
    if let Err(error) = built {
        println!(
            "cargo::error=the GPU's kernels cannot be compiled: {error}; feature `cuda` needs \
             NVIDIA's CUDA toolkit, which scripts/with-cuda.sh brings"
        );
        std::process::exit(1);
    }
}
