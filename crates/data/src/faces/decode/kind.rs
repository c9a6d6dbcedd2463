//! The image formats that are read.

use std::path::Path;

use image::ImageFormat;

/// An image format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Kind(&'static Row);

#[derive(Debug, PartialEq, Eq)]
struct Row {
    name: &'static str,
    format: ImageFormat,
    /// What files of it are called, in lower case.
    extensions: &'static [&'static str],
}

const ROWS: [Row; 7] = [
    row("PNG", ImageFormat::Png, &[".png"]),
    row(
        "JPEG",
        ImageFormat::Jpeg,
        &[".jpg", ".jpeg", ".jpe", ".jfif"],
    ),
    row("GIF", ImageFormat::Gif, &[".gif"]),
    row("BMP", ImageFormat::Bmp, &[".bmp", ".dib"]),
    row("TIFF", ImageFormat::Tiff, &[".tif", ".tiff"]),
    row("WebP", ImageFormat::WebP, &[".webp"]),
    row(
        "PNM",
        ImageFormat::Pnm,
        &[".pnm", ".ppm", ".pgm", ".pbm", ".pam"],
    ),
];

const fn row(name: &'static str, format: ImageFormat, extensions: &'static [&'static str]) -> Row {
    Row {
        name,
        format,
        extensions,
    }
}

impl Kind {
    /// The format of `bytes`, by how they begin; `None` where it is not one that is read.
    pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
        let guessed = image::guess_format(bytes).ok()?;
        ROWS.iter().find(|row| row.format == guessed).map(Self)
    }

    /// Its name: `PNG`, `JPEG`.
    pub(crate) fn name(self) -> &'static str {
        self.0.name
    }

    /// What the library that reads it calls it.
    pub(super) fn read_by(self) -> ImageFormat {
        self.0.format
    }

    /// Whether files with the extension `named`, in lower case with its dot, are of it.
    pub(crate) fn is_named(self, named: &str) -> bool {
        self.0.extensions.contains(&named)
    }
}

/// Whether a file is called as images are that are read: by its extension, in upper or lower case.
pub fn is_called_an_image(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    let named = format!(".{}", extension.to_string_lossy().to_lowercase());
    ROWS.iter().any(|row| row.extensions.contains(&&*named))
}

/// All of them in a sentence: `PNG, JPEG or PNM`.
pub(crate) fn named() -> String {
    let [others @ .., last] = ROWS.each_ref().map(|row| row.name);
    format!("{} or {last}", others.join(", "))
}
