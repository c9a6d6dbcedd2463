//! The page's style sheet and script: one file for each concept, put together here. The page loads
//! nothing.

/// Later sheets may refine earlier ones.
const STYLES: [&str; 11] = [
    include_str!("vendor/uplot/uPlot.min.css"),
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

/// Draws charts on a canvas, with axes, zoom and a cursor.
const UPLOT: &str = include_str!("vendor/uplot/uPlot.iife.min.js");

/// What several concepts do alike: all see it.
const SHARED: &str = include_str!("script/shared.js");

/// Concepts, each of one or more files. No name of one is seen by another.
const SCRIPTS: [&[&str]; 5] = [
    &[include_str!("script/places.js")],
    &[
        include_str!("script/charts/numbers.js"),
        include_str!("script/charts/ink.js"),
        include_str!("script/charts/values.js"),
        include_str!("script/charts/marks.js"),
        include_str!("script/charts/ticks.js"),
        include_str!("script/charts/plot.js"),
        include_str!("script/charts/reading.js"),
        include_str!("script/charts/legend.js"),
        include_str!("script/charts/tools.js"),
        include_str!("script/charts/start.js"),
    ],
    &[include_str!("script/sheets.js")],
    &[include_str!("script/settings.js")],
    &[include_str!("script/tables.js")],
];

/// The style sheet.
pub(super) fn style() -> String {
    STYLES.concat()
}

/// The script.
pub(super) fn script() -> String {
    let concepts = SCRIPTS.map(|files| format!("{{\n{}}}\n", files.concat()));
    format!("{UPLOT}\n{{\n{SHARED}{}}}\n", concepts.concat())
}
