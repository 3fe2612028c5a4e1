//! Ctrl-C: a request to stop in good order.

use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::http::stop_signal;

/// Exit code of a program that a second Ctrl-C ended at once.
const ENDED: i32 = 130;

/// Returns a flag that is set when the user asks to stop; asking twice ends the program at once.
///
/// Where signals cannot be heard, the system's own way of ending a program is left in place.
pub(super) fn flag() -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    let heard = Arc::clone(&flag);
    let listen = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let Ok(runtime) = runtime else { return };
        runtime.block_on(async {
            stop_signal().await;
            heard.store(true, Ordering::Relaxed);
            stop_signal().await;
            process::exit(ENDED);
        });
    };
    // Without the thread the import cannot be stopped in good order; a kill does no harm either.
    let _ = thread::Builder::new().name("interrupt".to_owned()).spawn(listen);
    flag
}
