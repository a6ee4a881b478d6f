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

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::serve::ListenerExt;
use chrono::{DateTime, SecondsFormat};
use clap::Parser;
use rust_decimal::Decimal;
use serde::Deserialize;

const SEEDED_USERS: usize = 16_000;
const REMEMBERED_REQUESTS: usize = 10_000;
const MAX_MESSAGE: usize = 200; // characters
const DAY: i64 = 24 * 60 * 60;

/// What payments.json holds: rates, fees, prices and rules of the day.
#[derive(Deserialize)]
struct Table {
    currencies: Vec<money::Currency>,
    methods: Vec<money::Method>,
    gifts: HashMap<String, gifts::Gift>,
    discounts: Vec<Decimal>, // by tier of the sender
    fraud: fraud::Engine,
}

struct Service {
    key: Vec<u8>, // of the signatures
    skew: Duration,
    table: Table,
    currencies: HashMap<String, money::Currency>,
    ledger: ledger::Ledger,
    responses: idempotency::Idempotency,
}

#[derive(Parser)]
struct Arguments {
    /// where to listen
    #[arg(long, default_value = "127.0.0.1:8080")]
    address: String,
    /// file of rates, fees, prices and rules
    #[arg(long, default_value = "payments.json")]
    data: PathBuf,
    /// shared key of the request signatures
    #[arg(long, default_value = "demo-key")]
    key: String,
    /// how many seconds a request's timestamp may be off
    #[arg(long, default_value_t = 300)]
    skew_seconds: u64,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt().json().flatten_event(true).with_target(false).with_writer(std::io::stderr).init();
    let text = fs::read(&arguments.data).map_err(|e| format!("{}: {e}", arguments.data.display()))?;
    let table: Table = serde_json::from_slice(&text).map_err(|e| format!("{}: {e}", arguments.data.display()))?;
    let service = Arc::new(Service {
        key: arguments.key.into_bytes(),
        skew: Duration::from_secs(arguments.skew_seconds),
        currencies: table.currencies.iter().map(|currency| (currency.code.clone(), currency.clone())).collect(),
        ledger: ledger::Ledger::new(SEEDED_USERS, &table.currencies),
        responses: idempotency::Idempotency::new(REMEMBERED_REQUESTS),
        table,
    });
    // Go's net package sets the same option on every connection.
    let listener =
        tokio::net::TcpListener::bind(&arguments.address).await?.tap_io(|stream| _ = stream.set_nodelay(true));
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

fn rfc3339(unix: i64) -> String {
    DateTime::from_timestamp(unix, 0).map_or_else(String::new, |at| at.to_rfc3339_opts(SecondsFormat::Secs, true))
}
