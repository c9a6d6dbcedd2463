//! The training loop: from a planned run to its record
