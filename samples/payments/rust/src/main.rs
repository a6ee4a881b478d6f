//! The two busy endpoints of the payments service, rewritten from Go: gift batches and quotes over HTTP and JSON.

mod fraud;
mod gifts;
mod go_json;
mod http;
mod idempotency;
mod ledger;
mod money;
mod quote;
mod signature;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::serve::ListenerExt;
use chrono::{DateTime, SecondsFormat};
use clap::Parser;
use serde::de::DeserializeOwned;
use tracing_subscriber::fmt::writer::BoxMakeWriter;

const SEEDED_USERS: usize = 16_000;
const REMEMBERED_REQUESTS: usize = 10_000;
const MAX_MESSAGE: usize = 200; // characters
const DAY: i64 = 24 * 60 * 60;

struct Service {
    key: Vec<u8>,
    skew: Duration,
    table: money::Table,
    gifts: gifts::Catalogue,
    fraud: fraud::Engine,
    ledger: ledger::Ledger,
    responses: idempotency::Idempotency,
}

#[derive(Parser)]
struct Arguments {
    /// where to listen; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:8080")]
    address: String,
    /// folder of currencies.json, gifts.json and rules.json
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// shared key of the request signatures
    #[arg(long, default_value = "demo-key")]
    key: String,
    /// how many seconds a request's timestamp may be off
    #[arg(long, default_value_t = 300)]
    skew_seconds: u64,
    /// seed of the users
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// file of the request log; standard error without it
    #[arg(long)]
    log: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments = Arguments::parse();
    let writer = match &arguments.log {
        Some(path) => BoxMakeWriter::new(Mutex::new(File::options().create(true).append(true).open(path)?)),
        None => BoxMakeWriter::new(std::io::stderr),
    };
    tracing_subscriber::fmt().json().flatten_event(true).with_target(false).with_writer(writer).init();
    let table = money::Table::load(&arguments.data.join("currencies.json"))?;
    let service = Arc::new(Service {
        key: arguments.key.into_bytes(),
        skew: Duration::from_secs(arguments.skew_seconds),
        gifts: gifts::Catalogue::load(&arguments.data.join("gifts.json"))?,
        fraud: fraud::Engine::load(&arguments.data.join("rules.json"))?,
        ledger: ledger::Ledger::seed(arguments.seed, SEEDED_USERS, &table),
        responses: idempotency::Idempotency::new(REMEMBERED_REQUESTS),
        table,
    });
    let listener = tokio::net::TcpListener::bind(&arguments.address).await?;
    eprintln!("listening on {}", listener.local_addr()?);
    // Go's net package sets the same option on every connection.
    let listener = listener.tap_io(|stream| _ = stream.set_nodelay(true));
    axum::serve(listener, routes(service)).await?;
    Ok(())
}

fn routes(service: Arc<Service>) -> Router {
    async fn batch(State(service): State<Arc<Service>>, request: Request) -> Response {
        http::signed(&service, "gifts-batch", request, gifts::batch).await
    }
    async fn quote(State(service): State<Arc<Service>>, request: Request) -> Response {
        http::signed(&service, "payments-quote", request, quote::quote).await
    }
    Router::new()
        .route("/v1/gifts/batch", post(batch))
        .route("/v1/payments/quote", post(quote))
        .route("/healthz", get(|| async { ([(header::CONTENT_TYPE, "application/json")], r#"{"status":"ok"}"#) }))
        .method_not_allowed_fallback(|| plain(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed\n"))
        .fallback(|| plain(StatusCode::NOT_FOUND, "404 page not found\n"))
        .with_state(service)
}

/// The plain text with which Go's mux answers what it has no route for.
async fn plain(status: StatusCode, text: &'static str) -> Response {
    let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::X_CONTENT_TYPE_OPTIONS, "nosniff")];
    (status, headers, text).into_response()
}

/// Reads a JSON file of the data folder.
fn load<T: DeserializeOwned>(path: &Path) -> Result<T, String> {
    let text = fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
    serde_json::from_slice(&text).map_err(|e| format!("{}: {e}", path.display()))
}

fn rfc3339(unix: i64) -> String {
    DateTime::from_timestamp(unix, 0).map_or_else(String::new, |at| at.to_rfc3339_opts(SecondsFormat::Secs, true))
}
