//! The latest responses by user and idempotency key; the oldest make room.

use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;

use axum::body::Bytes;
use axum::http::StatusCode;

/// What a key was found to be.
pub enum State {
    Fresh,                     // go on, and call finish
    Replay(StatusCode, Bytes), // answer with the stored response
    Conflict,                  // the key was used for another body
    Running,                   // the first request with this key is not answered yet
}

pub struct Idempotency {
    size: usize,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    entries: HashMap<String, Remembered>,
    order: VecDeque<String>,
}

struct Remembered {
    hash: [u8; 32],
    response: Option<(StatusCode, Bytes)>,
}

impl Idempotency {
    /// Keeps up to `size` responses.
    pub fn new(size: usize) -> Idempotency {
        Idempotency { size, inner: Mutex::default() }
    }

    /// Claims a key for a body with the given hash.
    pub fn begin(&self, user: &str, key: &str, hash: [u8; 32]) -> State {
        let id = format!("{user}/{key}");
        let mut inner = self.inner.lock().expect("no holder panics");
        if let Some(entry) = inner.entries.get(&id) {
            return match &entry.response {
                _ if entry.hash != hash => State::Conflict,
                None => State::Running,
                Some((status, body)) => State::Replay(*status, body.clone()),
            };
        }
        if inner.order.len() == self.size
            && let Some(oldest) = inner.order.pop_front()
        {
            inner.entries.remove(&oldest);
        }
        inner.order.push_back(id.clone());
        inner.entries.insert(id, Remembered { hash, response: None });
        State::Fresh
    }

    /// Stores the response of a claimed key.
    pub fn finish(&self, user: &str, key: &str, status: StatusCode, body: Bytes) {
        let mut inner = self.inner.lock().expect("no holder panics");
        if let Some(entry) = inner.entries.get_mut(&format!("{user}/{key}")) {
            entry.response = Some((status, body));
        }
    }
}
