//! Devices (OpenMP 5.2, sections 18.7 and 18.8), of which there is the host only: number 0.

use super::names::{getters, with_number};
use ferromp::__raw::Settings;
use std::ffi::c_int;

/// The host's number: that of the first device that does not exist.
pub(crate) const HOST: c_int = 0;

getters! {
    /// `default-device-var`.
    omp_get_default_device, omp_get_default_device_ -> c_int {
        Settings::of_this_task().host().default_device
    }

    /// Devices that are not the host.
    omp_get_num_devices, omp_get_num_devices_ -> c_int {
        0
    }

    /// The host's number.
    omp_get_initial_device, omp_get_initial_device_ -> c_int {
        HOST
    }

    /// The number of the device that the caller runs on.
    omp_get_device_num, omp_get_device_num_ -> c_int {
        HOST
    }

    /// Whether the caller runs on the host.
    omp_is_initial_device, omp_is_initial_device_ -> c_int {
        1
    }
}

with_number! {
    /// Sets `default-device-var`; numbers below 0 mean 0.
    omp_set_default_device, omp_set_default_device_, omp_set_default_device_8_(device) {
        let mut settings = Settings::of_this_task();
        settings.host_mut().default_device = device.max(0);
        settings.keep();
    }
}
