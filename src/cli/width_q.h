/* nwidth width q: the primary network of embedding methods. */
#ifndef NW_CLI_WIDTH_Q_H
#define NW_CLI_WIDTH_Q_H

#include "cli/options.h"

/* Returns the exit code. */
int nw_width_q(const nw_options *options);

#endif
