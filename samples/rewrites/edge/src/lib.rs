//! What all rewrites share: the edge to Go, the only place with unsafe code, and the layout of records (`wire/wire.go`).

/// Exports `fn(&[u8]) -> Vec<u8>` as the function that `boundary/boundary.go` calls.
#[macro_export]
macro_rules! export {
    ($hot:path) => {
        /// # Safety
        /// As [`edge::answer`].
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn rewrite_hot(input: *const u8, len: usize, answer: *mut u8, room: usize) -> usize {
            unsafe { $crate::answer($hot, input, len, answer, room) }
        }
    };
}

/// Writes the answer of `hot` into the caller's memory if it fits, and returns how long it is in any case.
///
/// # Safety
/// `input` must point to `len` bytes that nobody writes to during the call, `answer` to `room` bytes that are the call's own.
pub unsafe fn answer(hot: fn(&[u8]) -> Vec<u8>, input: *const u8, len: usize, answer: *mut u8, room: usize) -> usize {
    // An empty slice in Go may have no address.
    let input = if len == 0 { &[] } else { unsafe { std::slice::from_raw_parts(input, len) } };
    let made = hot(input);
    if made.len() <= room {
        unsafe { std::ptr::copy_nonoverlapping(made.as_ptr(), answer, made.len()) };
    }
    made.len()
}

/// Takes values off the front of a message that the Go side made: one that is cut short panics.
pub struct Reader<'a> {
    pub rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub fn new(rest: &'a [u8]) -> Self {
        Reader { rest }
    }

    fn array<const N: usize>(&mut self) -> [u8; N] {
        let (first, rest) = self.rest.split_first_chunk().expect("a message is cut short");
        self.rest = rest;
        *first
    }

    pub fn u8(&mut self) -> u8 {
        self.array::<1>()[0]
    }

    pub fn u32(&mut self) -> u32 {
        u32::from_le_bytes(self.array())
    }

    pub fn i64(&mut self) -> i64 {
        i64::from_le_bytes(self.array())
    }

    pub fn bytes(&mut self) -> &'a [u8] {
        let len = u16::from_le_bytes(self.array()) as usize;
        let (first, rest) = self.rest.split_at(len);
        self.rest = rest;
        first
    }

    pub fn text(&mut self) -> &'a str {
        std::str::from_utf8(self.bytes()).expect("text is UTF-8")
    }
}

pub fn put_u32(out: &mut Vec<u8>, v: u32) {
    out.extend_from_slice(&v.to_le_bytes());
}

pub fn put_i64(out: &mut Vec<u8>, v: i64) {
    out.extend_from_slice(&v.to_le_bytes());
}

pub fn put_text(out: &mut Vec<u8>, v: &str) {
    out.extend_from_slice(&(v.len() as u16).to_le_bytes());
    out.extend_from_slice(v.as_bytes());
}
