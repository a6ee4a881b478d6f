//! The latest responses by user and idempotency key; the oldest make room.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, OnceLock};

use axum::body::Bytes;
use axum::http::StatusCode;

pub struct Idempotency {
    size: usize,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    entries: HashMap<String, Arc<Remembered>>,
    order: VecDeque<String>,
}

/// The response to the first request with a key; further requests wait for it.
pub struct Remembered {
    pub hash: [u8; 32], // of the body
    pub response: OnceLock<(StatusCode, Bytes)>,
}

impl Idempotency {
    /// Keeps up to `size` responses.
    pub fn new(size: usize) -> Idempotency {
        Idempotency { size, inner: Mutex::default() }
    }

    /// Finds what is remembered under a key, or else remembers the hash of its body.
    pub fn peek_or_add(&self, user: &str, key: &str, hash: [u8; 32]) -> Arc<Remembered> {
        let id = format!("{user}/{key}");
        let mut inner = self.inner.lock().expect("no holder panics");
        if let Some(entry) = inner.entries.get(&id) {
            return entry.clone();
        }
        if inner.order.len() == self.size
            && let Some(oldest) = inner.order.pop_front()
        {
            inner.entries.remove(&oldest);
        }
        let entry = Arc::new(Remembered { hash, response: OnceLock::new() });
        inner.order.push_back(id.clone());
        inner.entries.insert(id, entry.clone());
        entry
    }
}
