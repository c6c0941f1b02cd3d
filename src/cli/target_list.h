/* The targets of a search: one word, or one for each of --scales, and --targets of each; with the error to reach. */
#ifndef NW_CLI_TARGET_LIST_H
#define NW_CLI_TARGET_LIST_H

#include "cli/work.h"

typedef struct nw_target_list {
    size_t count;
    nw_target **targets;
    fmpq *eps; /* of --eps or --theta */
} nw_target_list;

/* Cleared either way by nw_target_list_clear. */
nw_status nw_target_list_read(nw_target_list *list, const nw_options *options, nw_error *error);
void nw_target_list_clear(nw_target_list *list);

#endif
