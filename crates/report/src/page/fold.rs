//! Places with addresses, and those that are folded until someone wants them.

use maud::{Markup, html};

/// A link to the place it stands in.
pub(super) fn anchor(address: &str, name: &str) -> Markup {
    html! {
        a class="anchor" href={ "#" (address) } aria-label={ "Link to " (name) } { "#" }
    }
}

/// A place with its address: its name and, in brief, what is in it, are always seen.
pub(super) fn fold(address: &str, name: &str, brief: &str, inside: Markup) -> Markup {
    html! {
        details class="fold" id=(address) {
            summary {
                span class="name" { (name) }
                @if !brief.is_empty() { span class="brief" { (brief) } }
            }
            div class="inside" { (anchor(address, name)) (inside) }
        }
    }
}
