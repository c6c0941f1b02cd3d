/* H2: Assumption 1 fails for tanh, logistic and arctan networks: infima that no network attains. */
#include <stdlib.h>

#include "audit/claim.h"
#include "audit/enclosures.h"
#include "audit/h2_chain.h"
#include "audit/h2_networks.h"
#include "audit/h2_poles.h"
#include "audit/h2_quotient.h"
#include "audit/h2_rates.h"
#include "audit/h2_rows.h"
#include "audit/marks.h"
#include "base/memory.h"

static const char statement[] =
    "Assumption 1 asks for a best approximant of every target. For networks of one hidden layer with at least two "
    "tanh units the target y = c sech^2(x_1) has none: the networks c (tanh(x_1 + h) - tanh(x_1 - h))/(2h) have an "
    "error of about c h^2/3 on [-1,1]^m, so the infimum is 0, and no network attains it. The same holds for logistic "
    "units (error about c h^2/48 against c logistic') and arctan units (c h^2/3 against c arctan'). At every depth, "
    "and with a single unit a layer for tanh and arctan, y = x_1/2 has none. The output weights grow like 1/h.";

static const char method[] =
    "With Taylor's formula (s(x+h) - s(x-h))/(2h) - s'(x) = h^2/6 s'''(x) + h^4/120 s^(5)(xi). So the error divided "
    "by h^2 differs from max |s'''|/6 by at most h^2 max |s^(5)|/120 and tends to it. For tanh, s''' = "
    "-2(1-t^2)(1-3t^2) with t = tanh x, at most 2 in magnitude and -2 at 0; logistic x = 1/2 + tanh(x/2)/2 divides "
    "this by 16; for arctan, s''' = (6x^2 - 2)/(1+x^2)^3, at most 2. For each h the maximum of the error is enclosed "
    "three times: by branch and bound on the error itself, by Taylor's formula, and by a certificate of the network's "
    "error against the target (with --quick for h >= 2^-12).\n\n"
    "Not attained, one hidden layer. If c_0 + sum c_j tanh(a_j x + b_j) were c sech^2 x on an interval, both sides "
    "would agree on the complex plane as meromorphic functions. tanh has simple poles only (at w from a pole it is "
    "cosh w/sinh w), so a sum of tanh(a_j x + b_j), a_j != 0, has at most simple poles; sech^2 = tanh' has double "
    "ones: a contradiction, whatever the width. logistic' has double poles where logistic has simple ones. For arctan "
    "differentiate once more: the derivative of the network is a sum of terms c_j a_j/(1 + (a_j x + b_j)^2) with "
    "simple poles at most, that of 1/(1 + x^2) has double ones. The orders are read off Laurent series with rational "
    "coefficients. For m inputs fix all but x_1.\n\n"
    "Not attained, any depth. T_K(h x)/(2h), T_K = K units tanh or arctan one inside the other, tends to x/2 "
    "uniformly: x - T_K(h x)/h is odd and rises, so the error is (1 - T_K(h)/h)/2, about K h^2/6. A logistic network "
    "with output bias, or with one unit more, realises the same function, tanh z = 2 logistic(2z) - 1. But a network "
    "of bounded analytic units is bounded and analytic on all of R^m; were it x_1/2 on [-1,1]^m, it would be x_1/2 "
    "everywhere, which is not bounded.\n\n"
    "Because bounded weights form a compact set, on which the error attains its minimum, weights must grow without "
    "bound along every sequence of networks whose error tends to 0. In theory: Petersen, Raslan, Voigtlaender 2021.";

static const nw_claim_constant constants[] = {
    {"limit tanh", "1/3", "17/50", "the limit of error/h^2 for tanh"},
    {"limit logistic", "1/48", "1/47", "the limit of error/h^2 for logistic"},
    {"limit arctan", "1/3", "17/50", "the limit of error/h^2 for arctan"},
    {"spread tanh", "1/5", "1/10", "error/h^2 differs from its limit by at most this times h^2, tanh"},
    {"spread logistic", "1/300", "1/600", "the same for logistic"},
    {"spread arctan", "1/4", "1/10", "the same for arctan"},
    {"output weight", "1", "2", "the sum of the two output weights' magnitudes is this times c/h"},
    {"double pole", "2", "1", "the order of the pole of the target"},
    {"limit chain", "1/3", "17/50", "the limit of error/(K h^2) for x against T_K(h x)/h"},
    {"spread chain", "2", "1/20", "error/h^2 differs from K times that limit by at most this times h^2"},
    {NULL, NULL, NULL, NULL},
};

static nw_status check(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run, nw_error *error)
{
    static const nw_unit *const units[NW_H2_CASES] = {&nw_unit_tanh, &nw_unit_logistic, &nw_unit_arctan};
    nw_h2_verdict verdicts[NW_H2_CASES];
    nw_status status = NW_OK;
    for (size_t i = 0; i < NW_H2_CASES; i++)
        verdicts[i] = (nw_h2_verdict){units[i], {NW_PROVED, NW_PROVED, NW_PROVED}};
    nw_h2_limits(evidence, verdicts, claim, run);
    status = nw_h2_quotients(evidence, verdicts, claim, run, error);
    if (status == NW_OK) {
        nw_h2_pole_rows(evidence, verdicts, claim, run);
        status = nw_h2_chains(evidence, verdicts, claim, run, error);
    }
    if (status != NW_OK)
        return status;
    nw_h2_rates(evidence, verdicts, NW_H2_CASES, run);
    nw_marks_begin(evidence);
    for (size_t i = 0; i < NW_H2_CASES; i++) {
        const nw_outcome *depths = verdicts[i].not_attained;
        nw_outcome all = nw_decide_both(depths[0], nw_decide_both(depths[1], depths[2]));
        char *rate = nw_h2_rates_text(units[i], run->context);
        nw_mark_add(evidence, NW_T1_UNIQUE, units[i]->name, nw_mark_of(all, NW_MARK_FAILS), rate,
                    nw_copy_text("s' (one hidden layer) and x_1/2 (any depth) have distance 0, never attained"));
        free(rate);
    }
    nw_evidence_conclude(evidence, NULL);
    return NW_OK;
}

static const nw_param axes[] = {NW_PARAM_COUNT};

const nw_claim nw_claim_h2 = {
    .id = "H2",
    .title = "sigmoidal networks: infima that no network attains, so Assumption 1 fails",
    .statement = statement,
    .method = method,
    .axes = axes,
    .constants = constants,
    .check = check,
};
