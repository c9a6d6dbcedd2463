//! Drawn faces with 68 landmarks, standing in for real ones
