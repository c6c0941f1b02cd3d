/* What a claim shows about a hypothesis of a theorem for one activation: rows of its evidence that `nwidth table audit`
 * collects from all claims.  A claim that contributes begins the part with nw_marks_begin and adds one row for each
 * (hypothesis, activation) that its checks decide; the table takes them only where the claim holds. */
#ifndef NW_AUDIT_MARKS_H
#define NW_AUDIT_MARKS_H

#include "evidence.h"

typedef enum nw_hypothesis {
    NW_T1_REGULAR,    /* the activation is piecewise C^1 with an integrable derivative of bounded variation */
    NW_T1_NON_MEMBER, /* no non-constant y in W(r,m) belongs to the class (H1) */
    NW_T1_UNIQUE,     /* Assumption 1: a best approximant exists, is unique, with bounded parameters (H2, H3) */
    NW_T1_HELPS,      /* Assumption 2: a further neuron strictly helps (H3) */
    NW_T1_RATE,       /* the conclusion: eps^(-m/r) parameters at every depth (H4, H5) */
    NW_T2_ZERO,       /* Theorems 2-4: s(0) = 0 */
    NW_T2_FEASIBLE,   /* Theorems 2 and 3: l1, l2, c do not depend on eps (H8) */
    NW_T3_NORM,       /* Theorem 3: the induced norm of q's first layer suffices for exponent min(m, 2 m1) (H6) */
    NW_T3_DENSE,      /* Theorem 3: q's first layer is counted densely (H10) */
    NW_T4_SIZE,       /* Theorem 4: universality with eps^(-n/r) connections (H7) */
    NW_T5_BIAS,       /* Theorem 5: the perturbation of the biases is +1 in Eq. 133 (H6) */
    NW_T5_COMPARED,   /* Theorem 5: its upper bound and Theorem 1's lower bound speak of the same targets (H9) */
    NW_HYPOTHESIS_COUNT
} nw_hypothesis;

typedef struct nw_hypothesis_row {
    const char *id;      /* "assumption-1" */
    const char *theorem; /* "1", "2-4" */
    const char *text;    /* the hypothesis, for people */
} nw_hypothesis_row;

extern const nw_hypothesis_row nw_hypotheses[NW_HYPOTHESIS_COUNT];

typedef enum nw_mark {
    NW_MARK_NOT_NEEDED, /* the number is proven without it */
    NW_MARK_HOLDS,
    NW_MARK_UNKNOWN,
    NW_MARK_FAILS,
    NW_MARK_COUNT
} nw_mark;

const char *nw_mark_word(nw_mark mark); /* "not needed", "holds", "unknown", "fails" */

/* The activations of the table, ended by NULL: "tanh", "logistic", "arctan", "crelu", "relu", "yarotsky". */
extern const char *const nw_mark_activations[];

/* The part "verdicts": columns theorem, hypothesis, activation, verdict, rate, reason.  It must be the last part begun
 * while marks are added. */
extern const nw_evidence_column nw_mark_columns[];
enum {
    NW_MARK_THEOREM,
    NW_MARK_HYPOTHESIS,
    NW_MARK_ACTIVATION,
    NW_MARK_VERDICT,
    NW_MARK_RATE,
    NW_MARK_REASON,
    NW_MARK_COLUMNS
};

void nw_marks_begin(nw_evidence *evidence);

/* activation: one of nw_mark_activations, or NULL for a row for each of them.  rate: what is known instead, "" where
 * there is nothing to say.  reason: a sentence (owned). */
void nw_mark_add(nw_evidence *evidence, nw_hypothesis hypothesis, const char *activation, nw_mark mark,
                 const char *rate, char *reason);

/* The mark that a check decides: `good` when it was proved, unknown when it was left open; when it was refuted fails,
 * or holds where good is fails. */
nw_mark nw_mark_of(nw_outcome outcome, nw_mark good);

#endif
