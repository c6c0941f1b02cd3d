/* The branch and bound itself. */
#ifndef NW_CERTIFY_SEARCH_H
#define NW_CERTIFY_SEARCH_H

#include "certify/cells.h"
#include "certify/certify.h"
#include "certify/queue.h"
#include "certify/tree.h"

/* A search runs once: begin, run, read what it found, end. */
typedef struct nw_search {
    const nw_certify_options *options;
    nw_region region;
    nw_bounder *bounder;
    nw_cells cells;
    size_t next_cell;
    nw_queue queue;
    nw_growing_tree tree; /* with keep_tree */

    double limit; /* T: boxes whose bound is at most this are leaves; it only rises */
    double lower; /* proven at the witness */
    double witness[NW_MOST_INPUTS];
    double leaf;                  /* the largest bound of a leaf */
    double stuck;                 /* the largest bound of a box that cannot be halved; 0: there is none */
    double estimate;              /* the largest peak seen, not proven */
    double place[NW_MOST_INPUTS]; /* where */

    size_t boxes, arb_boxes, work; /* work: what counts against the budget */
    double begun;
    size_t blanks;      /* points where Arb could not tell the error from 0, before any where it could */
    bool coarse;        /* T was raised to what rounding leaves undecided */
    const char *reason; /* why it stopped early; NULL: it did not */
} nw_search;

void nw_search_begin(nw_search *search, const nw_composite *composite, const nw_target *target,
                     const nw_certify_options *options);
void nw_search_run(nw_search *search);
void nw_search_end(nw_search *search);

/* The largest bound of all boxes, whatever became of them: a bound of the norm. */
double nw_search_upper(const nw_search *search);

#endif
