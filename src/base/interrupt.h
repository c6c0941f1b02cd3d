/* Ending on a signal with what was done in place: the signal sets a flag, the work ends at the next good moment, and the
 * process then dies of the signal as its parent expects. */
#ifndef NW_BASE_INTERRUPT_H
#define NW_BASE_INTERRUPT_H

#include <stdbool.h>

/* From now on SIGINT, SIGTERM and SIGHUP (those that are not ignored) set the flag that is returned; a second one of the
 * same kind ends the process at once.  Writes beyond a limit of the file size fail instead of killing (SIGXFSZ). */
volatile bool *nw_interrupt_watch(void);

/* Dies of the signal that came; returns when none did. */
void nw_interrupt_deliver(void);

#endif
