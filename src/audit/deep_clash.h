/* Where the published deep ReLU networks for Lipschitz targets (card syz) need fewer parameters than Theorem 1 says
 * anybody does: the largest such eps, bracketed. */
#ifndef NW_AUDIT_DEEP_CLASH_H
#define NW_AUDIT_DEEP_CLASH_H

#include "audit/claim.h"

typedef struct nw_deep_clash {
    fmpq_t at;    /* there the network has fewer parameters than Theorem 1's number */
    fmpq_t above; /* proven: for no eps > above does any network of the family */
    size_t steps; /* intervals that cover eps > above */
} nw_deep_clash;

void nw_deep_clash_init(nw_deep_clash *clash);
void nw_deep_clash_clear(nw_deep_clash *clash);

/* Shen, Yang, Zhang 2022 against Nw(alpha eps; 1, n), the latter as card thm1 has it, n = 1, 2.  widest_n: only
 * networks with N up to it, or 0 for all.  False when *stop (may be NULL) was set, or when no clash was found below
 * `above`: then `at` means nothing, and `above` still holds. */
bool nw_deep_clash_find(nw_deep_clash *clash, slong n, const fmpq_t alpha, slong widest_n, nw_context *context,
                        const volatile bool *stop);

/* A lower bound of the parameters of every network of the family that reaches eps (`every`), and an upper bound of
 * those of the smallest one (`reached`). */
void nw_deep_family_least(fmpz_t every, fmpz_t reached, slong n, const fmpq_t eps, slong widest_n, slong prec);

/* Theorem 1's number at eps: what is proven, and what it cannot exceed. */
void nw_deep_theorem1(fmpz_t least, fmpz_t most, slong n, const fmpq_t alpha, const fmpq_t eps, nw_context *context);

#endif
