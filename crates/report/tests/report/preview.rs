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

#[test]
fn real() {
    let store = faceoff_record::Store::new("/tmp/errors-results");
    let study = store.study("drawn-tiny").unwrap();
    let data = faceoff_report::StudyData::read(&store, study).unwrap();
    faceoff_report::write(
        &data,
        &|_, _| None,
        std::path::Path::new("/tmp/errors-preview"),
    )
    .unwrap();
}
