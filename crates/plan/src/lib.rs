//! From experiments to runs: identity, sharing, what is left to train
