//! Work that gives way to what people wait for.

use std::thread;

use rustix::process::setpriority_process;

/// How far work in the background stands behind, from 0, like all else, to 19.
const NICE: i32 = 10;

/// Lets the calling thread, and those that it starts from now on, have a processor only where nobody
/// else wants it as much. Where the system does not know this, nothing changes.
pub fn give_way() {
    // Linux takes a process of no number for the calling thread.
    let _ = setpriority_process(None, NICE);
}

/// Does something in a thread that gives way, and so do the threads that this starts.
pub fn in_background<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| {
        let worker = scope.spawn(|| {
            give_way();
            work()
        });
        worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

#[cfg(test)]
mod tests {
    use rustix::process::getpriority_process;

    use super::*;

    #[test]
    fn only_the_background_gives_way() {
        let before = getpriority_process(None).unwrap();
        let (inside, below) = in_background(|| {
            let below = thread::spawn(|| getpriority_process(None).unwrap());
            (getpriority_process(None).unwrap(), below.join().unwrap())
        });
        assert_eq!((inside, below), (NICE.max(before), NICE.max(before)));
        assert_eq!(getpriority_process(None).unwrap(), before);
    }
}
