//! In the static part of a thread's storage, at a distance from its pointer that the loader fills in.
//!
//! A library that has such a word can be loaded late (`dlopen`) only while the C library has static storage to spare; it
//! keeps a kilobyte or two for this, and we take eight bytes.

use std::arch::{asm, global_asm};

global_asm!(
    ".section .tbss.ferromp_thread_word,\"awT\",@nobits",
    ".globl ferromp_thread_word",
    ".hidden ferromp_thread_word",
    ".type ferromp_thread_word, @tls_object",
    ".size ferromp_thread_word, 8",
    ".p2align 3",
    "ferromp_thread_word:",
    ".zero 8",
    ".text",
);

/// The word; null at first.
#[inline]
pub(crate) fn get() -> *const () {
    let word;
    // SAFETY: reads the calling thread's word, which is there as long as the thread.
    unsafe {
        asm!(
            "mov {word}, qword ptr [rip + ferromp_thread_word@GOTTPOFF]",
            "mov {word}, qword ptr fs:[{word}]",
            word = out(reg) word,
            options(readonly, pure, nostack, preserves_flags),
        );
    }
    word
}

#[inline]
pub(crate) fn set(word: *const ()) {
    // SAFETY: writes the calling thread's word, which nothing else refers to.
    unsafe {
        asm!(
            "mov {at}, qword ptr [rip + ferromp_thread_word@GOTTPOFF]",
            "mov qword ptr fs:[{at}], {word}",
            at = out(reg) _,
            word = in(reg) word,
            options(nostack, preserves_flags),
        );
    }
}

/// Sets the word and answers what it was.
#[inline]
pub(crate) fn replace(word: *const ()) -> *const () {
    let old = get();
    set(word);
    old
}
