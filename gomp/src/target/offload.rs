//! Code for devices, which programs register when they are loaded. There are no devices.

use std::ffi::{c_int, c_uint, c_void};

/// Registers code for a kind of device.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_offload_register_ver(
    _version: c_uint,
    _host: *const c_void,
    _kind: c_int,
    _code: *const c_void,
) {
}

/// Registers code for a kind of device.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_offload_register(_host: *const c_void, _kind: c_int, _code: *const c_void) {}

/// Undoes [`GOMP_offload_register_ver`].
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_offload_unregister_ver(
    _version: c_uint,
    _host: *const c_void,
    _kind: c_int,
    _code: *const c_void,
) {
}

/// Undoes [`GOMP_offload_register`].
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_offload_unregister(_host: *const c_void, _kind: c_int, _code: *const c_void) {}
