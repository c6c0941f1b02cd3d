/* The page that says what stands in a folder of results. */
#ifndef NW_CLI_REPRODUCE_INDEX_H
#define NW_CLI_REPRODUCE_INDEX_H

#include "cli/reproduce_steps.h"

/* Writes FOLDER/README.md: each experiment with its figure, its table and what it says, then every file with the
 * command that made it.  The Markdown tables in FOLDER/experiments are read back. */
nw_status nw_reproduce_index(const char *folder, const nw_steps_plan *plan, const nw_steps *steps, nw_error *error);

/* Removes the page when it is that of another preset: files are about to change under it. */
nw_status nw_reproduce_forget(const char *folder, const nw_steps_plan *plan, nw_error *error);

#endif
