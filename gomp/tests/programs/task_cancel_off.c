/* The same where directives that cancel have no effect, by default. */
#include "task_cancel.c"
