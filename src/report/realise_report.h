/* A realised hypernetwork in every format: counts of f and g, the proven error, and Theorem 5's number beside them
 * where the target is structured. */
#ifndef NW_REPORT_REALISE_REPORT_H
#define NW_REPORT_REALISE_REPORT_H

#include "card.h"
#include "report/style.h"
#include "study/realise.h"

typedef struct nw_realise_report {
    const nw_realised *realised;
    const nw_realise_options *how;
    const char *network, *certificate; /* files, or NULL */
    const nw_origin *origin;
    long digits;
} nw_realise_report;

void nw_realise_report_write(FILE *stream, const nw_realise_report *report, nw_style style, bool quiet);

/* The number w of coordinate functions of the structured selector: 1 and the a_j of `product` with T terms, w = T + 1;
 * 1 and the h_i of `inner`, w = m1 + 1; 0 for other targets. */
size_t nw_selector_coordinates(const nw_target *target);

/* thm5 at the target's r, m1, m2, this eps and activation, w as above and c = 1; NULL for other targets.  The caller
 * frees. */
nw_result *nw_realise_theorem5(const nw_realised *realised, const nw_realise_options *how, nw_context *context);

#endif
