//! Another OpenMP runtime in the process: gcc's own, LLVM's or Intel's. Each has teams of its own, so that settings made by
//! one are unknown to the other and twice as many threads want the processors. It is found by the names that it exports.

use crate::message;
use std::collections::BTreeSet;
use std::ffi::{CStr, CString, c_int, c_void};
use std::mem::MaybeUninit;
use std::sync::atomic::{AtomicBool, Ordering};

/// Names of which every runtime that compilers know has one.
const NAMES: [&CStr; 2] = [c"GOMP_parallel", c"__kmpc_fork_call"];

/// Says once which other runtimes there are, if there are any.
pub(crate) fn warn_of_others() {
    static WARNED: AtomicBool = AtomicBool::new(false);
    let others = others();
    // Relaxed: who comes first says it.
    if !others.is_empty() && !WARNED.swap(true, Ordering::Relaxed) {
        let files = others.into_iter().collect::<Vec<_>>().join(", ");
        message::warn(&format!(
            "warning: there is a second OpenMP runtime in this process, {files}, beside ferromp {}; each has threads \
             and settings of its own. Start the program with LD_PRELOAD naming one libgomp.so.1 to have one for all.",
            env!("CARGO_PKG_VERSION"),
        ));
    }
}

/// Files of other runtimes.
fn others() -> BTreeSet<String> {
    let ours = object_of(ferromp_marker as *const c_void).map(|object| object.base);
    let runtimes = loaded_files().iter().flat_map(|file| runtimes_known_to(file)).collect::<Vec<_>>();
    let others = runtimes.into_iter().filter(|object| Some(object.base) != ours);
    others.map(|object| object.file).collect()
}

/// Something that lies in this library and in no other.
extern "C" fn ferromp_marker() {}

/// A loaded file.
struct Object {
    base: usize,
    file: String,
}

fn object_of(address: *const c_void) -> Option<Object> {
    let mut info = MaybeUninit::<libc::Dl_info>::uninit();
    // SAFETY: the loader fills `info` if it answers that it does, and its texts last as long as the file is loaded.
    unsafe {
        if libc::dladdr(address, info.as_mut_ptr()) == 0 {
            return None;
        }
        let info = info.assume_init();
        let file = CStr::from_ptr(info.dli_fname).to_string_lossy().into_owned();
        Some(Object { base: info.dli_fbase.addr(), file })
    }
}

/// The names of all loaded files but the program itself.
fn loaded_files() -> Vec<CString> {
    /// # Safety
    /// The loader's: `info` is one of its objects, `data` what was handed to it.
    unsafe extern "C" fn note(info: *mut libc::dl_phdr_info, _size: usize, data: *mut c_void) -> c_int {
        // SAFETY: the address of the list below.
        let files = unsafe { &mut *data.cast::<Vec<CString>>() };
        // SAFETY: contract of this function.
        let name = unsafe { (*info).dlpi_name };
        if !name.is_null() {
            // SAFETY: the loader's names end with a zero.
            files.push(unsafe { CStr::from_ptr(name) }.to_owned());
        }
        0
    }
    let mut files = Vec::<CString>::new();
    // SAFETY: the list outlives the call, which is the only one that uses it.
    unsafe { libc::dl_iterate_phdr(Some(note), (&raw mut files).cast()) };
    files.retain(|file| !file.is_empty());
    files
}

/// The runtimes that a file or what it was linked with offers.
fn runtimes_known_to(file: &CStr) -> Vec<Object> {
    // SAFETY: a file that is loaded is not loaded again; nothing of it runs.
    let handle = unsafe { libc::dlopen(file.as_ptr(), libc::RTLD_LAZY | libc::RTLD_NOLOAD) };
    if handle.is_null() {
        return Vec::new();
    }
    // SAFETY: the handle is open.
    let addresses = NAMES.map(|name| unsafe { libc::dlsym(handle, name.as_ptr()) }.cast_const());
    let objects = addresses.into_iter().filter(|address| !address.is_null()).filter_map(object_of).collect();
    // SAFETY: opened above.
    unsafe { libc::dlclose(handle) };
    objects
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_program_has_no_other_runtime() {
        assert!(loaded_files().iter().any(|file| file.to_string_lossy().contains("libc.so")));
        assert_eq!(others(), BTreeSet::new());
    }

    #[test]
    fn an_address_is_known_by_its_file() {
        let file = object_of(libc::malloc as *const c_void).unwrap().file;
        assert!(file.contains("libc.so"), "{file}");
    }
}
