//! Images that follow each other in a stream, as cameras and `ffmpeg -f mjpeg` send them.

use std::io::{ErrorKind, Read};

/// Longest JPEG that is taken for one, in bytes.
const LONGEST: usize = 64 << 20;

/// Takes the JPEG images out of a stream, one after the other.
#[derive(Debug)]
pub struct Frames<R> {
    stream: R,
    /// What was read and not handed out yet.
    bytes: Vec<u8>,
    ended: bool,
}

impl<R: Read> Frames<R> {
    /// The images of `stream`.
    pub fn new(stream: R) -> Self {
        Self {
            stream,
            bytes: Vec::new(),
            ended: false,
        }
    }

    /// Reads more of the stream; `false` at its end.
    fn more(&mut self) -> std::io::Result<bool> {
        let mut chunk = [0; 1 << 16];
        let read = loop {
            match self.stream.read(&mut chunk) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        self.bytes.extend_from_slice(&chunk[..read]);
        self.ended = read == 0;
        Ok(read > 0)
    }
}

impl<R: Read> Iterator for Frames<R> {
    type Item = std::io::Result<Vec<u8>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            // What stands before an image, such as the head of a part, is none of it.
            let start = self.bytes.windows(2).position(|pair| pair == [0xff, 0xd8]);
            let skipped = start.unwrap_or(self.bytes.len().saturating_sub(1));
            self.bytes.drain(..skipped);
            if start.is_some()
                && let Some(length) = jpeg_length(&self.bytes)
            {
                return Some(Ok(self.bytes.drain(..length).collect()));
            }
            if self.bytes.len() > LONGEST {
                let text = format!("no JPEG ends within {LONGEST} bytes");
                self.bytes.clear();
                self.ended = true;
                return Some(Err(std::io::Error::new(ErrorKind::InvalidData, text)));
            }
            match self.ended {
                true => return None,
                false => {
                    if let Err(error) = self.more() {
                        self.ended = true;
                        return Some(Err(error));
                    }
                }
            }
        }
    }
}

/// Bytes of the JPEG that `bytes` begin with; `None` where its end is not among them. A preview within a
/// segment is no end.
fn jpeg_length(bytes: &[u8]) -> Option<usize> {
    let mut at = 2;
    loop {
        // Between segments: FF, perhaps several times, then what kind of segment follows.
        let marker = at + bytes.get(at..)?.iter().position(|byte| *byte != 0xff)?;
        at = marker + 1;
        match bytes[marker] {
            0xd9 => return Some(at),
            0xd0..=0xd8 | 0x01 => {}
            kind => {
                let length = bytes.get(at..at + 2)?;
                at += usize::from(u16::from_be_bytes([length[0], length[1]])).max(2);
                if kind == 0xda {
                    at += end_of_scan(bytes.get(at..)?)?;
                }
            }
        }
    }
}

/// Bytes of a scan's data: up to the first FF that neither stands for itself nor is a restart.
fn end_of_scan(bytes: &[u8]) -> Option<usize> {
    let ends = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xff | 0xd0..=0xd7);
    bytes.windows(2).position(ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A JPEG's segments: a head with a preview in it, and a scan of two parts with a restart between.
    fn jpeg(content: u8) -> Vec<u8> {
        let head = [0xff, 0xe0, 0, 6, 0xff, 0xd8, 0xff, 0xd9];
        let scan = [0xff, 0xda, 0, 3, 1, content, 0xff, 0x00, 7, 0xff, 0xd0, 9];
        [&[0xff, 0xd8][..], &head, &scan, &[0xff, 0xd9]].concat()
    }

    /// Hands out a few bytes at a time.
    struct Slow<'a>(&'a [u8], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let count = self.1.min(self.0.len()).min(into.len());
            into[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    #[test]
    fn images_are_taken_out_whole_however_they_arrive() {
        let part = b"--frame\r\nContent-Type: image/jpeg\r\n\r\n";
        let stream = [&part[..], &jpeg(1), b"\r\n", part, &jpeg(2), &jpeg(3)[..9]].concat();
        for bytes in [1, 2, 3, 7, 1000] {
            let frames = Frames::new(Slow(&stream, bytes)).map(Result::unwrap);
            assert_eq!(frames.collect::<Vec<_>>(), [jpeg(1), jpeg(2)], "{bytes}");
        }
    }

    #[test]
    fn a_stream_without_images_has_none() {
        for stream in [&b""[..], b"no image", &[0xff; 9]] {
            assert_eq!(Frames::new(stream).count(), 0);
        }
    }
}
