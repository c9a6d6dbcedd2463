//! The page's style sheet and script: one file for each concept, put together here. The page loads
//! nothing.

/// Later sheets may refine earlier ones.
const STYLES: [&str; 10] = [
    include_str!("style/colors.css"),
    include_str!("style/page.css"),
    include_str!("style/words.css"),
    include_str!("style/charts.css"),
    include_str!("style/tables.css"),
    include_str!("style/sheets.css"),
    include_str!("style/settings.css"),
    include_str!("style/numbered.css"),
    include_str!("style/narrow.css"),
    include_str!("style/print.css"),
];

/// Each is a block of its own, so that no name of one is seen by another.
const SCRIPTS: [&str; 4] = [
    include_str!("script/charts.js"),
    include_str!("script/sheets.js"),
    include_str!("script/settings.js"),
    include_str!("script/tables.js"),
];

/// The style sheet.
pub(super) fn style() -> String {
    STYLES.concat()
}

/// The script.
pub(super) fn script() -> String {
    let blocks = SCRIPTS.iter().map(|block| format!("{{\n{block}}}\n"));
    blocks.collect()
}
