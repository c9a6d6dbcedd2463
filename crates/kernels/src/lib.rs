//! Candle operations with right gradients, fast on CPU
