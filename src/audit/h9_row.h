/* One row of H9: a plain network with product gadgets and the hypernetwork it emulates, built, counted, certified. */
#ifndef NW_AUDIT_H9_ROW_H
#define NW_AUDIT_H9_ROW_H

#include "audit/claim.h"

typedef struct nw_emulation_row {
    size_t terms, parts;           /* w, and eps = 1/parts; m1 = m2 = 1 */
    size_t plain, literal;         /* connections with w gadgets, and, by formula, with one for each weight */
    size_t f, g;                   /* of the built hypernetwork */
    char *theorem5, *theorem5_g;   /* the card thm5 at its w, and at c = ||W||_1 */
    nw_outcome certified, hyper;   /* whether the errors are at most eps */
    double error;                  /* of the plain network, proven to be no larger */
} nw_emulation_row;

/* With --save writes h9-w-W-eps-1-P.json, the plain network, and .cert.json, its certificate. */
nw_status nw_emulation_run(nw_emulation_row *row, size_t terms, size_t parts, const nw_audit_run *run, nw_error *error);
void nw_emulation_row_clear(nw_emulation_row *row);
/* The proven error as a decimal of 5 digits that is no smaller; NULL where it is infinite.  The caller frees. */
char *nw_emulation_error_text(const nw_emulation_row *row);

#endif
