//! Connections: accepted, served, and closed within a time.
//!
//! Who connects and says nothing, or only half of a request's head, is let go after a while; and when
//! the service is to stop, requests under way are met, but not waited for without end.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// How much of what comes in a connection holds before it is asked for, in bytes; the head of a
/// request is no longer.
const BUFFER: usize = 64 << 10;

/// How long to wait when the system has no room for another connection.
const BREATH: Duration = Duration::from_millis(200);

/// How long is waited for others.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// For the head of a request, and for the next request of a connection.
    pub(super) head: Duration,
    /// For requests under way once the service is to stop.
    pub(super) stop: Duration,
}

/// Serves until `stop` is over, then ends what is under way, or closes it when patience is.
pub(super) async fn serve(
    listener: TcpListener,
    routes: Router,
    patience: Patience,
    stop: impl Future<Output = ()>,
) {
    let (stopping, stops) = watch::channel(false);
    let mut connections = JoinSet::new();
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            Some(_) = connections.join_next() => continue,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let (routes, stops) = (routes.clone(), stops.clone());
                connections.spawn(connection(stream, peer, routes, patience.head, stops));
            }
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                tracing::error!("no connection can be accepted: {error}");
                sleep(BREATH).await;
            }
        }
    }
    drop(listener);
    stopping.send_replace(true);
    let _ =
        timeout(patience.stop, async { while connections.join_next().await.is_some() {} }).await;
    if !connections.is_empty() {
        let count = connections.len();
        tracing::warn!("{count} connections did not end in time, and are closed");
        connections.shutdown().await;
    }
}

/// Serves one connection, up to the request in hand once the service is to stop.
async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    routes: Router,
    head: Duration,
    mut stops: watch::Receiver<bool>,
) {
    // Answers are written whole; waiting for more to send with them helps nobody.
    let _ = stream.set_nodelay(true);
    let routes = TowerToHyperService::new(routes);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        routes.call(request)
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(head).max_buf_size(BUFFER);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    tokio::select! {
        // However it ends, whoever was there has gone.
        _ = connection.as_mut() => return,
        _ = stops.wait_for(|stops| *stops) => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = connection.await;
}

/// Whether only the connection that was about to be accepted is broken.
fn is_of_one_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::Interrupted
    )
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::time::Instant;

    use axum::routing::get;
    use tokio::sync::oneshot;
    use tokio::task::spawn_blocking;

    use super::*;

    /// A server with little patience, and what stops it.
    async fn server(patience: Patience) -> (SocketAddr, oneshot::Sender<()>, JoinSet<()>) {
        let slow = || async {
            sleep(Duration::from_millis(300)).await;
            "done"
        };
        let routes = Router::new().route("/", get(|| async { "" })).route("/slow", get(slow));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stops) = oneshot::channel::<()>();
        let mut running = JoinSet::new();
        running.spawn(serve(listener, routes, patience, async {
            let _ = stops.await;
        }));
        (address, stop, running)
    }

    /// Sends something, and reads until the other side closes.
    async fn send(address: SocketAddr, text: &'static str) -> String {
        let send = move || {
            let mut stream = std::net::TcpStream::connect(address).unwrap();
            stream.write_all(text.as_bytes()).unwrap();
            let mut answer = Vec::new();
            let _ = stream.read_to_end(&mut answer);
            String::from_utf8(answer).unwrap()
        };
        spawn_blocking(send).await.unwrap()
    }

    const SHORT: Duration = Duration::from_millis(100);
    const LONG: Duration = Duration::from_secs(3600);

    #[tokio::test]
    async fn half_a_head_and_an_idle_connection_are_let_go() {
        let (address, _stop, _running) = server(Patience { head: SHORT, stop: LONG }).await;
        let none = send(address, "").await;
        assert!(!none.contains("200"), "{none}");
        let half = send(address, "GET / HTTP/1.1\r\nHost: x\r\n").await;
        assert!(!half.contains("200"), "{half}");
        // The answer comes, and then the connection is idle.
        let whole = send(address, "GET / HTTP/1.1\r\nHost: x\r\n\r\n").await;
        assert!(whole.starts_with("HTTP/1.1 200 OK\r\n"), "{whole}");
    }

    #[tokio::test]
    async fn a_request_under_way_is_met_and_one_that_stalls_is_not_waited_for() {
        let (address, stop, mut running) = server(Patience { head: LONG, stop: LONG }).await;
        let asked =
            tokio::spawn(
                async move { send(address, "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n").await },
            );
        sleep(SHORT).await;
        stop.send(()).unwrap();
        running.join_next().await;
        assert!(asked.await.unwrap().ends_with("done"));

        let patience = Patience { head: LONG, stop: SHORT };
        let (address, stop, mut running) = server(patience).await;
        let stalling = tokio::spawn(async move { send(address, "GET / HTTP/1.1\r\nHo").await });
        sleep(SHORT).await;
        let start = Instant::now();
        stop.send(()).unwrap();
        running.join_next().await;
        assert!(start.elapsed() < LONG);
        assert_eq!(stalling.await.unwrap(), "");
    }
}
