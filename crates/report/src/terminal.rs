//! Tables for a terminal.

use comfy_table::{ContentArrangement, Table, presets};

/// An empty table. Cells are broken where it would be wider than `width` columns.
pub(crate) fn terminal_table(width: Option<u16>) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY);
    if let Some(width) = width {
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(width);
    }
    table
}
