//! Face pictures with 68 landmarks: reading, checking, caching, splitting, batching
