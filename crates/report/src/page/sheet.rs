//! Contact sheets on the page, and what its script shows of further images.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{Markup, PreEscaped, html};
use serde_json::{Value, json};

use super::table::slug;
use crate::color::hex;
use crate::draw::tile;
use crate::faces::{Further, FurtherSet, Layer, Network, Sheet, Tile};
use crate::format::percent;
use crate::section::Section;

/// The sheets of `section`.
///
/// # Errors
/// A crop that cannot be encoded, in words.
pub(crate) fn contact_sheets(section: &Section, further: &Further) -> Result<Vec<Markup>, String> {
    let sheets = section.sheets.iter().enumerate();
    let address = |i: usize| format!("{}/faces-{}", section.name, i + 1);
    sheets
        .map(|(i, sheet)| contact_sheet(&address(i), sheet, further))
        .collect()
}

/// A sheet at `address`, with what the page has of its set of images besides.
///
/// # Errors
/// A crop that cannot be encoded, in words.
fn contact_sheet(address: &str, sheet: &Sheet, further: &Further) -> Result<Markup, String> {
    let set = further.set_of(sheet);
    let tiles = sheet.tiles.iter().enumerate();
    let tiles: Result<Vec<Markup>, String> = tiles
        .map(|(i, tile)| {
            let svg = tile::part(&format!("{address}/{i}"), tile, &sheet.layers)?;
            Ok(face(address, tile, &sheet.layers, &svg))
        })
        .collect();
    let tiles = tiles?;
    Ok(html! {
        figure class="sheet" id=(address) data-set=[set] {
            div class="layers" {
                strong { (sheet.heading) }
                @for (i, layer) in sheet.layers.iter().enumerate() {
                    label {
                        input type="checkbox" checked value={ "layer-" (i) }
                            data-color=(hex(layer.color)) data-outline=(hex(tile::outline(layer.color)))
                            data-network=[layer.predicted.as_ref().map(network_name)];
                        span class="plate" { span class="swatch" style={ "background:" (hex(layer.color)) } {} }
                        span { (layer.label) }
                    }
                }
                span class="small" { "Below each face: NME" }
            }
            ol class="tiles" { @for tile in &tiles { (tile) } }
            figcaption class="small" {
                // The script pages through more.
                span class="unscripted" { (sheet.tiles.len()) " of " } (sheet.images.count)
            }
        }
    })
}

fn face(address: &str, tile: &Tile, layers: &[Layer], svg: &str) -> Markup {
    let address = format!("{address}/{}", slug(&tile.file));
    let entries = layers.iter().enumerate().skip(1).zip(&tile.errors);
    html! {
        li class="tile" id=(address) data-file=(tile.file) {
            div class="face" { (PreEscaped(svg)) }
            p class="errors" {
                @for ((i, layer), error) in entries {
                    @if let Some(error) = error {
                        span class={ "layer-" (i) } title=(layer.label) {
                            span class="swatch" style={ "background:" (hex(layer.color)) } {}
                            (percent(*error))
                        }
                    }
                }
            }
            p class="small" { a href={ "#" (address) } { (stem(&tile.file)) } }
        }
    }
}

/// A file's name alone.
fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// What the page's script shows of further images.
pub(super) fn store(further: &Further) -> Markup {
    let sets: Vec<Value> = further.sets.iter().map(set).collect();
    // Between the tags of a script only `<` could end it.
    let text = json!({ "sets": sets }).to_string().replace('<', "\\u003c");
    html! {
        @if !sets.is_empty() {
            script type="application/json" id="/faces" { (PreEscaped(text)) }
        }
    }
}

fn set(set: &FurtherSet) -> Value {
    let network = |network: &Network| {
        let errors = network.errors.iter();
        let errors = errors.map(|error| error.map(six_digits));
        json!({
            "name": network_name(&network.predicted),
            "landmarks": encoded(&network.landmarks),
            "errors": errors.collect::<Vec<_>>(),
        })
    };
    let crops = set.crops.iter().enumerate();
    let crops = crops.filter_map(|(i, crop)| Some((i.to_string(), crop.as_ref()?)));
    let crops: serde_json::Map<String, Value> = crops
        .map(|(i, crop)| (i, Value::from(STANDARD.encode(crop))))
        .collect();
    json!({
        "files": set.files,
        "of": set.of,
        "largest": set.largest,
        "truth": encoded(&set.truth),
        "networks": set.networks.iter().map(network).collect::<Vec<_>>(),
        "crops": crops,
    })
}

fn network_name((run, epochs): &(String, usize)) -> String {
    format!("{run}@{epochs}")
}

/// Enough for any number of digits that is shown.
fn six_digits(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value)
}

/// Landmarks that lie outside of the crop are kept as far as that.
const OUTSIDE: f32 = 15.0;

/// The landmarks of each face as a byte for each number: 0 where there is none, else the pixel of the
/// crop from −15, which is 1, to 239.
fn encoded(faces: &[Vec<f32>]) -> String {
    let numbers = faces.iter().map(Vec::len).max().unwrap_or(0);
    let byte = |value: Option<&f32>| match value {
        Some(value) if value.is_finite() => ((value + OUTSIDE).round().clamp(0.0, 254.0)) as u8 + 1,
        _ => 0,
    };
    let faces = faces.iter();
    let bytes = faces.flat_map(|face| (0..numbers).map(|i| byte(face.get(i))));
    STANDARD.encode(bytes.collect::<Vec<u8>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn landmarks_are_bytes() {
        let faces = [
            vec![0.0, 223.6],
            vec![],
            vec![-900.0, f32::NAN],
            vec![9e9, 100.4],
        ];
        let bytes = STANDARD.decode(encoded(&faces)).unwrap();
        assert_eq!(bytes, [16, 240, 0, 0, 1, 0, 255, 116]);
    }

    #[test]
    fn no_file_ends_the_script() {
        let further = Further {
            sets: vec![FurtherSet {
                files: vec!["</script><b>".to_owned()],
                ..FurtherSet::default()
            }],
        };
        let html = store(&further).into_string();
        assert_eq!(html.matches("</script>").count(), 1, "{html}");
    }
}
