/* The settings of an experiment, as name or file and options say them. */
#ifndef NW_CLI_EXPERIMENT_OPTIONS_H
#define NW_CLI_EXPERIMENT_OPTIONS_H

#include "cli/options.h"
#include "experiment/setting.h"

/* The experiment that the first operand names, or the settings in the file it names, and over them the options.
 * NW_BAD_INPUT with a line that names the option.  Cleared either way by nw_experiment_clear. */
nw_status nw_experiment_options_read(nw_setting_of_experiment *setting, const nw_options *options, nw_error *error);

#endif
