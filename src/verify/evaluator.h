/* The error e = N - y of a statement as forms, at one precision. */
#ifndef NW_VERIFY_EVALUATOR_H
#define NW_VERIFY_EVALUATOR_H

#include "verify/composed.h"
#include "verify/mesh.h"
#include "verify/piecewise.h"
#include "verify/unit_sum.h"

typedef struct nw_evaluator {
    const nw_statement *stated;
    nw_domain domain;
    int degree; /* that serves a box */
    nw_unit_sum sum; /* units of a shallow network and waves of the target, summed together */
    arb_t constant, amplitude;
    /* The network is in one of these, or in the sum. */
    nw_piecewise *piecewise;
    nw_layered *network; /* of several layers */
    nw_composed *composed;
    nw_kink_hint hint;   /* of the piecewise linear, on the last box; else 0 */
    nw_layered *subject; /* NULL where the sum has it */
    nw_mesh *grid;       /* bump and step */
} nw_evaluator;

nw_evaluator *nw_evaluator_new(const nw_statement *stated, slong prec);
void nw_evaluator_free(nw_evaluator *evaluator);

/* The form of e on the box [low, high]; it belongs to the evaluator and holds until the next call.  `centre` (of the
 * box, inside it) receives where its polynomial is developed. */
const nw_centred *nw_evaluator_box(nw_evaluator *evaluator, double *centre, const double *low, const double *high);
/* e at a point, as a ball. */
void nw_evaluator_point(arb_t value, nw_evaluator *evaluator, const double *point);

#endif
