/* nwidth fit hyper: a command of its own within fit. */
#ifndef NW_CLI_FIT_HYPER_H
#define NW_CLI_FIT_HYPER_H

#include "cli/options.h"

int nw_fit_hyper(const nw_options *options);

/* NW_BAD_INPUT where an option was given that only `fit hyper` takes. */
nw_status nw_fit_check_plain(const nw_options *options, nw_error *error);

#endif
