//! The study's networks: layers, parameter counts, initial weights
