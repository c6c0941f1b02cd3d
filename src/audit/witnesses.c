/* The claim "witnesses": the families behind every lower bound are what theory.md section 2 says. */
#include "audit/witnesses.h"

#include "base/memory.h"
#include "rational.h"

nw_outcome nw_witnesses_at_most(const arb_t x, const arb_t y)
{
    enum { BITS = 128, TOLERANCE = 20 };
    if (arb_gt(x, y))
        return NW_REFUTED;
    arb_t above;
    arb_init(above);
    arb_mul_2exp_si(above, y, -TOLERANCE);
    arb_add(above, above, y, BITS);
    bool at_most = arb_le(x, above);
    arb_clear(above);
    return at_most ? NW_PROVED : NW_UNKNOWN;
}

char *nw_witnesses_decimal(const arb_t x, int direction)
{
    fmpq_t low, high;
    fmpq_init(low);
    fmpq_init(high);
    nw_ball_ends(low, high, x);
    char *text = nw_rational_decimal(direction < 0 ? low : high, 6, direction);
    fmpq_clear(low);
    fmpq_clear(high);
    return text;
}

static bool stopped(const nw_audit_run *run)
{
    return run->stop != NULL && *run->stop;
}

static nw_status check(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run, nw_error *error)
{
    (void)error;
    static void (*const parts[])(nw_evidence *, const nw_claim *, const nw_audit_run *) = {
        nw_witnesses_extremal, nw_witnesses_members, nw_witnesses_lattices,
        nw_witnesses_signs,    nw_witnesses_widths,  nw_witnesses_growth,
    };
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (!stopped(run))
            parts[i](evidence, claim, run);
        else
            nw_evidence_decide(evidence, NW_UNKNOWN, nw_copy_text("stopped before all was checked"));
    }
    nw_evidence_conclude(evidence, NULL);
    return NW_OK;
}

static const nw_param axes[] = {NW_PARAM_COUNT};

static const nw_claim_constant constants[] = {
    {"largest", "1", "99/100", "the largest sum of the norms of derivatives, in units of C ||f||"},
    {"smoothstep-3", "8", "15/2", "B_3/M^3 of smoothstep for r = 3"},
    {"spline-3", "3", "29/10", "B_3/M^3 of spline for r = 3, 24/8"},
    {"spline-4", "24/5", "47/10", "B_4/M^4 of spline for r = 4, 384/80"},
    {"index-6-3", "38", "37", "the index of the lattice of distance 6 in three dimensions"},
    {"width-1", "1", "99/100", "N times the N-width of ||f'|| <= 1"},
    {"width-2", "1/2", "49/100", "(N - 2 + sqrt 2)^2 times the N-width of ||f''|| <= 1"},
    {NULL, NULL, NULL, NULL},
};

const nw_claim nw_claim_witnesses = {
    .id = "witnesses",
    .title = "the families of functions behind the lower bounds have the constants that are counted",
    .statement =
        "Every member of every witness satisfies sum_{|k|<=r} ||D^k f|| <= C ||f||, and some member attains it; where "
        "sign patterns are claimed, members of norm A take the values +-A with all signs; the points of the lattices "
        "are as far apart as is said; in one dimension the spaces give the exact widths of ||f'|| <= 1 and ||f''|| <= "
        "1; and no bound exceeds what these widths allow.",
    .method =
        "Members are piecewise polynomials in Bernstein form (trigonometric ones: samples), with norms enclosed from "
        "their coefficients alone: a value at a corner is a bound from below, the largest coefficient one from above, "
        "and halving brings the two together; for waves the second derivative of the sum of coefficients bounds what "
        "samples miss. A member violates an inequality only where that is proven (the sum from below against C times "
        "the norm from above), and satisfies it where the opposite ends prove it up to the factor 1 + 2^-20. "
        "'extremal' takes the member for which all inequalities are equalities: alternating values, cos pi M x, the "
        "Euler spline, the perfect spline with free ends, the Chebyshev polynomial, a cone; in n dimensions its n-th "
        "power. 'members' draws coefficients with --seed, for n = 1 half of them +-1. Lattices are exhausted: one "
        "condition by the norms of all residues, several by all vectors of small norm; signs by all pairs of points. "
        "The last table sets the bound beside that of smoothstep, trigonometric, lattice-2 and lattice-3 alone. The "
        "inequalities are proven in theory.md, section 2: this is a test of them and of the code.",
    .axes = axes,
    .constants = constants,
    .check = check,
};
