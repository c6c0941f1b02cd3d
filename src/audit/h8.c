/* The claim H8: no l2 serves every eps. */
#include "audit/h8_rows.h"
#include "audit/marks.h"
#include "base/memory.h"

static const char statement[] =
    "Theorems 2 and 3 bound C(q) by an l2 that does not depend on eps. But a q that comes within eps of every y in "
    "W(1,m) has C(q) >= l2min(eps) = max over M of 2 M (M-1) (1/(1+M) - eps)/T, about 1/(2 eps T), with T = 2 at any "
    "depth and T = 1 for one hidden layer of ReLU. So for every l2 there is an eps below which the theorems speak of "
    "no q at all, of any depth. A network of one hidden ReLU layer follows the target that shows this with C(q) <= "
    "8/5 l2min(eps).";

static const char method[] =
    "What is needed. Let y have the values rho, -rho, rho, .. at M+1 equidistant points of an axis of x, be linear "
    "between, and depend on nothing else; rho = 1/(1+M). Then |y| <= rho and |y'| <= rho M, so y lies in the closure "
    "of W(1,m). A q within eps < rho of it changes between neighbouring points, which are 2/M apart, by at least 2 "
    "(rho - eps), up and down in turn: its slope takes M values of at least M (rho - eps) in magnitude, of "
    "alternating sign, and so varies by at least 2 M (M-1) (rho - eps).\n\n"
    "What is possible. Let z_j(t) be what unit j of layer i sums up on the line, and extend z_j' by 0 beyond [-1,1], "
    "counting the jumps at the ends too: V(z') = TV(z') + |z'(-1)| + |z'(1)|. In the first layer z_j' is constant and "
    "V is twice its size: the sum over the units is at most 2 ||W^1||_1. A further layer multiplies the sum by at "
    "most its ||W||_1. And no activation raises V by more than the factor L: s' takes values in [0, L] and {s' > u} "
    "is an interval J_u for every u, so s(z)' = int_0^L z' [z in J_u] du, and V(s(z)') <= L sup_u V(z' [z in J_u]). "
    "Cutting z' to z in J changes it where z leaves J, on intervals at whose ends z crosses a level: if z leaves "
    "upward, z' is >= 0 at the left end and, as z comes back through the same level, <= 0 at the right; downward the "
    "other way round; or z does not come back, and z' goes to 0 beyond the end of [-1,1]. So z' varies on such an "
    "interval by at least the sum of its sizes at both ends, which is all that the cut puts there. Hence TV(q') + "
    "|q'(-1)| + |q'(1)| <= 2 C(q), whatever the depth. In one hidden layer of ReLU each z' is constant and is cut "
    "once: TV(q') <= C(q). Networks of one unit a layer come as near to both as one likes.\n\n"
    "How it is checked. l2min of the cards is compared with the maximum over all M, exactly; the eps below which l2 "
    "leaves no q is max over M of 1/(1+M) - l2 T/(2 M (M-1)), and there l2min is l2, exactly. Networks: chains of one "
    "unit a layer, drawn networks of 1 to 3 inputs on random lines, and fitted ones. For ReLU and clipped ReLU all "
    "kinks on the line are found layer by layer in exact rationals; for the others q' and q'' are enclosed in balls "
    "on pieces, |change of q'| being the variation where q'' has one sign and at most length times sup |q''| "
    "elsewhere. C(q) is exact. The interpolating network has a kink at each inner point; its error is the exact "
    "maximum over grid points and kinks, and C(q)/l2min is about (2M-1)/(2M-2) at the M of l2min.";

static void add_marks(nw_evidence *evidence, nw_outcome outcome)
{
    static const char *const names[] = {"tanh", "logistic", "arctan", "crelu", "relu", NULL};
    nw_marks_begin(evidence);
    for (const char *const *name = names; *name != NULL; name++)
        nw_mark_add(evidence, NW_T2_FEASIBLE, *name, nw_mark_of(outcome, NW_MARK_FAILS), "C(q) >= 1/(4 eps), about",
                    nw_copy_text("below some eps no q of any depth with C(q) <= l2 follows a zigzag target in W(1,m)"));
}

static nw_status check(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run, nw_error *error)
{
    (void)error;
    bool least = nw_h8_least(evidence, claim, run), smallest = nw_h8_smallest_eps(evidence, claim, run);
    bool networks = nw_h8_networks(evidence, claim, run), zigzag = nw_h8_zigzag(evidence, claim, run);
    add_marks(evidence, least && smallest && networks && zigzag ? NW_PROVED : NW_UNKNOWN);
    nw_evidence_conclude(evidence, NULL);
    return NW_OK;
}

static const nw_param axes[] = {NW_PARAM_COUNT};

static const nw_claim_constant constants[] = {
    {"any depth", "2", "7/4", "T: the variation of q' is at most T C(q) at any depth"},
    {"one ReLU layer", "1", "1/2", "T for one hidden layer of ReLU"},
    {"interpolation", "8/5", "1", "C(q) of the interpolating network is at most this times l2min"},
    {NULL, NULL, NULL, NULL},
};

const nw_claim nw_claim_h8 = {
    .id = "H8",
    .title = "no l2 serves every eps: below some eps no q has C(q) <= l2",
    .statement = statement,
    .method = method,
    .axes = axes,
    .constants = constants,
    .check = check,
};
