/* The claim H8: no l2 serves every eps. */
#include "audit/h8_rows.h"
#include "audit/marks.h"
#include "base/memory.h"

static const char statement[] =
    "Theorems 2 and 3 bound C(q) by an l2 that does not depend on eps. But a q of K layers that comes within eps of "
    "every y in W(1,m) has C(q) >= l2min(eps) = max over M of 2 M (M-1) (1/(1+M) - eps)/T_{K-1}, about 1/(2 eps "
    "T_{K-1}), with T_0 = 0 and T_i = 2 T_{i-1} + 2 (clipped ReLU, tanh, arctan, logistic) or 3/2 T_{i-1} + 1 (ReLU). "
    "So for every l2 there is an eps below which the theorems speak of no q at all. More is true: at any depth 2 "
    "serves in place of T_{K-1}. A network of one hidden ReLU layer follows the target that shows this with C(q) <= "
    "8/5 l2min(eps).";

static const char method[] =
    "What is needed. Let y have the values rho, -rho, rho, .. at M+1 equidistant points of an axis of x, be linear "
    "between, and depend on nothing else; rho = 1/(1+M). Then |y| <= rho and |y'| <= rho M, so y lies in the closure "
    "of W(1,m). A q within eps < rho of it changes between neighbouring points, which are 2/M apart, by at least 2 "
    "(rho - eps), up and down in turn: its slope takes M values of at least M (rho - eps) in magnitude, of "
    "alternating sign, and so varies by at least 2 M (M-1) (rho - eps).\n\n"
    "What is possible. Let z_j(t) be what unit j of layer i sums up on the line, P_i = L^(i-1) ||W^1||_1 .. "
    "||W^i||_1. Then sum_j sup |z_j'| <= P_i, and sum_j TV(z_j') <= P_i T_{i-1}: both pass through W^i with the "
    "factor ||W^i||_1, for the first layer z_j' is constant. Through the activation: s' takes values in [0, L] and "
    "{s' > u} is an interval J_u for every u, so s(z)' = int_0^L z' [z in J_u] du, and TV(s(z)') <= L sup_u TV(z' [z "
    "in J_u]). Cutting z' to z in J adds at most |z'| at each crossing of an end of J. Between two crossings of one "
    "level z' has both signs, so they add up to at most TV(z')/2 + sup |z'| a level: two levels give 2 TV + 2 sup, "
    "the one level of ReLU 3/2 TV + sup. That is the recursion, and the variation of q' is at most C(q) T_{K-1}.\n\n"
    "At any depth. Extend z' by 0 beyond [-1,1] and count the jumps at the ends too. On each interval where z leaves "
    "J, z comes back through the same level, or does not come back: z' falls from z'(left) <= 0 to z'(right) >= 0 or "
    "the other way round, or goes to 0, and there varies by at least |z'(left)| + |z'(right)| anyway, which is all "
    "that the cut adds. So the extended variation of z' [z in J] is at most that of z': no activation raises it "
    "beyond the factor L, and since it is 2 |W^1_j| in the first layer, TV(q') + |q'(-1)| + |q'(1)| <= 2 C(q) at "
    "every depth. For K > 2 (ReLU) or K >= 2 (others) that is at least as good as T_{K-1}; networks of one unit a "
    "layer come as near to it as one likes.\n\n"
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
    {"factor", "2", "1/2", "T_i = factor T_{i-1} + summand: clipped ReLU, tanh, arctan, logistic"},
    {"summand", "2", "1", "the summand there"},
    {"relu factor", "3/2", "1/2", "the same for ReLU"},
    {"relu summand", "1", "1/2", "the summand there"},
    {"any depth", "2", "7/4", "the variation of q' is at most this times C(q) at any depth"},
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
