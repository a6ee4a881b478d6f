//! Checks signatures, answers with JSON, remembers responses by key and writes the request log.

use std::borrow::Cow;
use std::sync::LazyLock;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use regex::Regex;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::Service;
use crate::go_json;
use crate::ledger::User;
use crate::signature;

const MAX_BODY: usize = 256 << 10;

static IDEMPOTENCY_KEY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("^[A-Za-z0-9_-]{8,64}$").expect("a valid pattern"));

/// An error as clients see it.
#[derive(Debug, Serialize)]
pub struct ApiError {
    #[serde(skip)]
    status: StatusCode,
    code: &'static str,
    message: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<Cow<'static, str>>,
}

/// A request whose signature was checked.
pub struct Call {
    pub body: Bytes,
    pub key: String, // of idempotency
    pub unix: i64,   // the signed time; all that depends on time uses it, so that a replay gives the same answer
}

/// What is sent back.
pub struct Answer {
    status: StatusCode,
    body: Bytes,
    replayed: bool,
}

impl ApiError {
    pub fn new(status: StatusCode, code: &'static str, message: &'static str) -> ApiError {
        ApiError { status, code, message, field: None }
    }

    pub fn invalid(field: impl Into<Cow<'static, str>>, message: &'static str) -> ApiError {
        ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_request", message).on(field)
    }

    pub fn on(mut self, field: impl Into<Cow<'static, str>>) -> ApiError {
        self.field = Some(field.into());
        self
    }
}

impl Call {
    /// Reads a JSON body.
    pub fn decode<T: for<'de> Deserialize<'de>>(&self) -> Result<T, ApiError> {
        go_json::read(&self.body).map_err(|_| {
            ApiError::new(StatusCode::BAD_REQUEST, "malformed_body", "the body is not the JSON expected here")
        })
    }
}

impl Answer {
    pub fn json<T: Serialize>(value: &T) -> Answer {
        Answer { status: StatusCode::OK, body: go_json::write(value).into(), replayed: false }
    }

    fn error(error: &ApiError) -> Answer {
        #[derive(Serialize)]
        struct Wrapped<'a> {
            error: &'a ApiError,
        }
        Answer { status: error.status, body: go_json::write(&Wrapped { error }).into(), replayed: false }
    }

    fn into_response(self) -> Response {
        let mut response = Response::builder().status(self.status).header(header::CONTENT_TYPE, "application/json");
        if self.replayed {
            response = response.header("idempotency-replayed", "true");
        }
        response.body(Body::from(self.body)).expect("fixed headers are valid")
    }
}

/// Checks time and signature before the handler sees the request, and leaves one line in the log.
pub async fn signed(
    service: &Service,
    endpoint: &'static str,
    request: Request,
    handler: fn(&Service, &Call) -> Result<Answer, ApiError>,
) -> Response {
    let begin = Instant::now();
    let (parts, body) = request.into_parts();
    let body = match axum::body::to_bytes(body, MAX_BODY).await {
        Ok(body) => Ok(body),
        Err(error) => Err(unreadable(&error)),
    };
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let answer = body
        .and_then(|body| authenticate(service, parts.method.as_str(), path, &parts.headers, body))
        .and_then(|call| handler(service, &call))
        .unwrap_or_else(|error| Answer::error(&error));
    tracing::info!(
        endpoint,
        method = parts.method.as_str(),
        path = parts.uri.path(),
        status = answer.status.as_u16(),
        bytes = answer.body.len(),
        took = begin.elapsed().as_nanos() as u64,
        idempotencyKey = text(&parts.headers, "idempotency-key"),
        "request"
    );
    answer.into_response()
}

/// Runs the work of a new idempotency key and keeps its response; a known key gets that response again.
pub fn once<T: Serialize>(
    service: &Service,
    call: &Call,
    user: &User,
    work: impl FnOnce() -> Result<T, ApiError>,
) -> Result<Answer, ApiError> {
    if !IDEMPOTENCY_KEY.is_match(&call.key) {
        let message = "Idempotency-Key must have 8 to 64 letters, digits, - or _";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, "bad_idempotency_key", message));
    }
    let hash = Sha256::digest(&call.body).into();
    let entry = service.responses.peek_or_add(&user.id, &call.key, hash);
    if entry.hash != hash {
        let message = "the idempotency key belongs to another body";
        return Err(ApiError::new(StatusCode::CONFLICT, "key_reused", message));
    }
    let mut replayed = true;
    let (status, body) = entry.response.get_or_init(|| {
        replayed = false;
        let answer = work().map_or_else(|error| Answer::error(&error), |value| Answer::json(&value));
        (answer.status, answer.body)
    });
    Ok(Answer { status: *status, body: body.clone(), replayed })
}

fn authenticate(
    service: &Service,
    method: &str,
    path: &str,
    headers: &HeaderMap,
    body: Bytes,
) -> Result<Call, ApiError> {
    let refuse = |code, message| ApiError::new(StatusCode::UNAUTHORIZED, code, message);
    let timestamp = text(headers, "x-timestamp");
    let unix: i64 = timestamp.parse().map_err(|_| refuse("bad_timestamp", "X-Timestamp must hold Unix seconds"))?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_nanos() as i128;
    if (now - i128::from(unix) * 1_000_000_000).unsigned_abs() > service.skew.as_nanos() {
        return Err(refuse("stale", "the timestamp is too far from now"));
    }
    let key = bytes(headers, "idempotency-key");
    let parts = [method.as_bytes(), path.as_bytes(), timestamp.as_bytes(), key];
    if !signature::valid(&service.key, bytes(headers, "x-signature"), parts, &body) {
        return Err(refuse("bad_signature", "the signature does not match"));
    }
    Ok(Call { key: String::from_utf8_lossy(key).into_owned(), body, unix })
}

fn unreadable(error: &axum::Error) -> ApiError {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(cause) = source {
        if cause.is::<http_body_util::LengthLimitError>() {
            return ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "the body is larger than 256 KiB");
        }
        source = cause.source();
    }
    ApiError::new(StatusCode::BAD_REQUEST, "malformed_body", "the body could not be read")
}

fn bytes<'a>(headers: &'a HeaderMap, name: &str) -> &'a [u8] {
    headers.get(name).map_or(b"", |value| value.as_bytes())
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    std::str::from_utf8(bytes(headers, name)).unwrap_or("")
}
