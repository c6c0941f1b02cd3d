/* Weighted sums of the units of a graph as one affine function on the box, followed backward from the sum to the
 * inputs: what a unit passes on is the product of the sum's weight of it and the slope of the line that it is on. */
#ifndef NW_VERIFY_ADJOINT_H
#define NW_VERIFY_ADJOINT_H

#include "verify/centred.h"
#include "verify/graph.h"

/* What is known of unit y = s(t) on the box. */
typedef enum nw_piece {
    NW_PIECE_ZERO, /* y = 0 */
    NW_PIECE_ONE,  /* y = 1 */
    NW_PIECE_LINE, /* y = t */
    NW_PIECE_CHORD, /* |y - (slope t + middle)| <= spread */
    NW_PIECE_SAME   /* |y - (of_value y' + of_sum t' + whole + part)| <= off for unit `like` before it, y' = s(t') */
} nw_piece;

/* A unit that bends within the box. */
typedef struct nw_chord {
    double slope, middle;
    mag_t spread;
    int kinks;  /* how many are in reach */
    bool upper; /* with one: it is that of crelu at 1 */
    size_t like;
    double of_value, of_sum, whole, part;
    mag_t off;
    double value, gradient[NW_VERIFY_AXES]; /* of t at the centre, roughly: to guess by, nothing rests on them */
} nw_chord;

typedef struct nw_pieces {
    unsigned char *kind; /* of each node; of inputs NW_PIECE_LINE */
    nw_chord *chord;     /* of each node; read where the kind is NW_PIECE_CHORD */
    double *size;        /* an upper bound of |y| on the box */
} nw_pieces;

/* What is known of s(t) for low <= t <= high; NW_PIECE_CHORD where a kink lies between.  NaN ends are no ends. */
nw_piece nw_piece_between(nw_activation activation, double low, double high);
nw_piece nw_piece_between_balls(nw_activation activation, const arf_t low, const arf_t high);
/* The chord with the least spread, to rounding; and about that, cheaper. */
void nw_chord_between(nw_chord *chord, nw_activation activation, const arf_t low, const arf_t high);
void nw_chord_roughly(nw_chord *chord, nw_activation activation, double low, double high);

/* |f - constant - sum_a gradient_a (x_a - c_a)| <= rest on the box. */
typedef struct nw_affine {
    arb_t constant;
    arb_struct gradient[NW_VERIFY_AXES];
    mag_t rest;
} nw_affine;

/* Where dividing the box would help most.  Heuristic. */
typedef struct nw_kink_hint {
    double share[NW_VERIFY_AXES];                       /* of the rest, by the axis that its kinks cross */
    double place[NW_VERIFY_AXES], weight[NW_VERIFY_AXES]; /* of the costliest kink across the axis; weight 0: none */
} nw_kink_hint;

typedef struct nw_adjoint {
    const nw_graph *graph;
    const nw_pieces *pieces;
    slong prec;
    arb_ptr weight, bias; /* the graph's, as balls */
    arb_ptr factor;       /* by node: its weight in the sum, so far as it is known; 0 between runs */
    uint64_t *open;       /* one bit a node whose factor was touched */
    arb_t constant;       /* of the sum, so far */
    mag_t rest;
} nw_adjoint;

void nw_affine_init(nw_affine *affine);
void nw_affine_clear(nw_affine *affine);

void nw_adjoint_init(nw_adjoint *adjoint, const nw_graph *graph, const nw_pieces *pieces, slong prec);
void nw_adjoint_clear(nw_adjoint *adjoint);

/* The sum of what was added since the last run: factor times the value of a node, or times the sum that enters it. */
void nw_adjoint_add(nw_adjoint *adjoint, size_t node, const arb_t factor);
void nw_adjoint_add_sum(nw_adjoint *adjoint, size_t node, const arb_t factor);
/* The pieces of all nodes that the sum can reach must be known.  hint may be NULL. */
void nw_adjoint_run(nw_adjoint *adjoint, nw_affine *sum, const nw_domain *domain, nw_kink_hint *hint);

#endif
