/* Proven enclosures of a sup norm: lo <= ||N - y||_inf <= hi over [-1,1]^d or a box in it, by branch and bound on boxes
 * with Taylor models of order 3 of the whole error.  N is a network or a composite of two.
 *
 * lo is |N - y| at a witness point of the box, evaluated rigorously; hi is the threshold T = (1 + tol) lo, raised where
 * need be, below which every box of the tree was proven.  Doubles with proven rounding bounds do the work; where their
 * rounding alone prevents a decision, Arb does. */
#ifndef NW_CERTIFY_CERTIFY_H
#define NW_CERTIFY_CERTIFY_H

#include "net/composite.h"
#include "nwidth.h"
#include "target/target.h"

typedef struct nw_certify_options {
    double tolerance;          /* hi/lo - 1 aimed at, > 0; default 0.01 */
    double threshold;          /* > 0: only decide whether the norm is <= threshold (proved), or more (refuted, with the
                                  witness), by the same tree; 0: enclose it */
    size_t most_boxes;         /* budget; default 20 million; a box in Arb counts 100 */
    double most_seconds;       /* 0: no limit; results then depend on the machine, so nothing sets it by default */
    slong precision;           /* bits of the fallback; default 128 */
    bool keep_tree;            /* for a certificate */
    const double *low, *high;  /* the box, -1 <= low[a] <= high[a] <= 1; where both are equal the axis has no width,
                                  and costs nothing.  NULL, both: [-1,1]^d */
    const volatile bool *stop; /* may be NULL */
} nw_certify_options;

nw_certify_options nw_certify_defaults(void);

/* The split tree: cuts along each axis first, whose tensor product gives the cells, first axis slowest; then for every
 * cell the preorder of its bisections, one symbol a node: 0 a leaf, 1 + axis an inner node that halves the box along
 * that axis at the midpoint fl((lo + hi)/2), left part first. */
typedef struct nw_tree {
    double *cuts[NW_MOST_INPUTS]; /* strictly inside the box, rising */
    size_t cut_count[NW_MOST_INPUTS];
    unsigned char *symbols;
    size_t count, room;
} nw_tree;

typedef struct nw_enclosure {
    nw_outcome outcome;  /* NW_PROVED: lower <= norm <= upper with upper <= (1 + tolerance) lower, or norm <= threshold;
                            NW_REFUTED: norm > threshold; NW_UNKNOWN: the bounds hold but are wider than asked, or
                            upper is INFINITY */
    double lower, upper; /* proven, rounded outward */
    double witness[NW_MOST_INPUTS]; /* |N - y| >= lower there; inside the box */
    double low[NW_MOST_INPUTS], high[NW_MOST_INPUTS]; /* the box: the options', or -1 and 1 */
    size_t boxes, arb_boxes;        /* bounded in all, and those that needed Arb */
    double seconds;
    const char *reason;  /* of NW_UNKNOWN: "the budget of boxes ended", ..; NULL otherwise */
    const char *assumes; /* NULL: nothing is assumed */
    nw_tree tree;        /* with keep_tree and a finite upper */
} nw_enclosure;

/* Dimensions must match: network->inputs = inputs of the target, one output, at most NW_MOST_INPUTS inputs; else
 * NW_BAD_INPUT.  Layers may be sparse, and any number of them hidden. */
nw_status nw_certify(nw_enclosure *enclosure, const nw_network *network, const nw_target *target,
                     const nw_certify_options *options, nw_error *error);
/* The same for the composite h: |h - y| over (x, I); m1 + m2 inputs. */
nw_status nw_certify_composite(nw_enclosure *enclosure, const nw_composite *composite, const nw_target *target,
                               const nw_certify_options *options, nw_error *error);
void nw_enclosure_clear(nw_enclosure *enclosure);

#endif
