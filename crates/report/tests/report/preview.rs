#[test]
fn preview() {
    let data = crate::study::study();
    faceoff_report::write(
        &data,
        &|_, s: usize| {
            Some(faceoff_report::GrayImage::from_pixel(
                s as u32,
                s as u32,
                image::Luma([90]),
            ))
        },
        std::path::Path::new("/tmp/preview"),
    )
    .unwrap();
}
