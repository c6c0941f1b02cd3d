/* The rows of a gap study in groups: all targets of one setting, scale and method; and what the groups say together:
 * medians, slopes, and how many times larger q is than g. */
#ifndef NW_STUDY_GAP_GROUPS_H
#define NW_STUDY_GAP_GROUPS_H

#include "study/gap_file.h"
#include "study/slope.h"

/* What was found for one target: its best proven networks.  A target that several jobs measured counts once, with the
 * smallest of what they found: each is an upper bound of the same number. */
typedef struct nw_gap_best {
    uint64_t seed;        /* of the target */
    size_t parameters;    /* N, dense: fewest parameters */
    size_t connections;   /* N by connections: fewest of them, perhaps of another network */
    size_t k, width;      /* of the network with the fewest parameters */
    double lipschitz;     /* its l1 * l2; NaN where that means nothing */
} nw_gap_best;

typedef struct nw_gap_group {
    const nw_gap_job *job; /* one of the group's: in the rows */
    char *family;          /* "bump", with what else its word fixes: "bump:signs=plus" */
    fmpq_t eps;            /* exact */
    size_t targets;        /* different ones */
    size_t done, found;    /* of them: with a finished job; with a proven network */
    nw_gap_best *best;     /* `found`, seeds rising */
} nw_gap_group;

/* Sorted: settings one after the other (family, r, m1, m2, networks, tasks, rule for eps), in each the methods one
 * after the other (a series each), in each series 1/eps rising. */
typedef struct nw_gap_groups {
    nw_gap_group *groups;
    size_t count;
    size_t jobs, jobs_done, jobs_proved; /* of all rows */
} nw_gap_groups;

/* The rows must outlive the groups.  NW_BAD_INPUT for a job whose target cannot be read or that says no eps. */
nw_status nw_gap_groups_make(nw_gap_groups *groups, const nw_gap_rows *rows, nw_error *error);
void nw_gap_groups_clear(nw_gap_groups *groups);

/* How many groups from `first` on belong to its setting, and to its series. */
size_t nw_gap_setting_length(const nw_gap_groups *groups, size_t first);
size_t nw_gap_series_length(const nw_gap_groups *groups, size_t first);

/* ---- numbers of a group ---- */

typedef enum nw_gap_count { NW_GAP_DENSE, NW_GAP_CONNECTIONS, NW_GAP_K, NW_GAP_WIDTH, NW_GAP_LIPSCHITZ } nw_gap_count;

typedef struct nw_gap_spread {
    size_t count; /* 0: all NaN */
    double least, lower, median, upper, most; /* lower, upper: quartiles */
} nw_gap_spread;

/* Over the targets with a proven network; those without the number (NaN) are left out. */
nw_gap_spread nw_gap_group_spread(const nw_gap_group *group, nw_gap_count which);

/* N_q / N_g, target by target: over the targets for which both are proven, both counted the same way. */
nw_gap_spread nw_gap_ratio(const nw_gap_group *q, const nw_gap_group *g, nw_gap_count which);

/* The group of g at the same setting, scale and eps; NULL when there is none, or for g itself. */
const nw_gap_group *nw_gap_partner(const nw_gap_groups *groups, const nw_gap_group *q);

/* The slope of log N (dense or by connections) against log 1/eps over a series: an estimate with a bootstrap interval of
 * 95 %; NaN where fewer than two groups have results. */
nw_slope nw_gap_slope(const nw_gap_groups *groups, size_t first, size_t length, nw_gap_count which);

#endif
