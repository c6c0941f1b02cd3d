#include "audit_built.h"

#include <stdlib.h>
#include <string.h>

#include "growth.h"
#include "rational.h"
#include "universal.h"

/* ---- the kuhn network ---- */

static slong kuhn_depth(slong n)
{
    return n == 1 ? 1 : n + 1;
}

static void kuhn_nodes(fmpz_t nodes, const fmpz_t intervals, slong n)
{
    fmpz_add_ui(nodes, intervals, 1);
    fmpz_pow_ui(nodes, nodes, (ulong)n);
}

static void kuhn_padded(fmpz_t count, const fmpz_t intervals, slong n)
{
    fmpz_t width, inputs;
    fmpz_init(width);
    fmpz_init_set_si(inputs, n);
    kuhn_nodes(width, intervals, n);
    if (n > 1) {
        fmpz_mul_ui(width, width, 4);
        fmpz_add_ui(width, width, (ulong)(n - 2));
    }
    nw_dense_parameters(count, inputs, width, kuhn_depth(n), false);
    fmpz_clear(width);
    fmpz_clear(inputs);
}

/* V M to the given power: the norms of that many of its first n layers. */
static void kuhn_norm(fmpz_t norm, const fmpq_t eps, slong n, slong power)
{
    fmpz_t intervals;
    fmpz_init(intervals);
    fmpz_cdiv_q(intervals, fmpq_denref(eps), fmpq_numref(eps));
    kuhn_nodes(norm, intervals, n);
    fmpz_mul(norm, norm, intervals);
    fmpz_pow_ui(norm, norm, (ulong)power);
    fmpz_clear(intervals);
}

static void tanh2_padded(fmpz_t count, const fmpz_t first, const fmpz_t second, slong n)
{
    fmpz_t inputs;
    fmpz_init_set_si(inputs, n);
    nw_dense_parameters(count, inputs, fmpz_cmp(first, second) > 0 ? first : second, 2, false);
    fmpz_clear(inputs);
}

/* ---- derived values of recipes ---- */

#define AXIS(axis) (1ul << (axis))

typedef bool (*derivation)(fmpq_t x, const nw_audit_point *point, const nw_audit_value *other);

static bool derive_depth(fmpq_t x, const nw_audit_point *point, const nw_audit_value *other)
{
    (void)other;
    fmpq_set_si(x, kuhn_depth(nw_audit_point_integer(point, NW_AXIS_M)), 1);
    return true;
}

static bool derive_depth_g(fmpq_t x, const nw_audit_point *point, const nw_audit_value *other)
{
    (void)other;
    fmpq_set_si(x, kuhn_depth(nw_audit_point_integer(point, NW_M1)), 1);
    return true;
}

static bool derive_layers(fmpq_t x, const nw_audit_point *point, const nw_audit_value *other)
{
    (void)other;
    fmpq_set_si(x, kuhn_depth(nw_audit_point_integer(point, NW_AXIS_M)) + 1, 1);
    return true;
}

static bool derive_norm(fmpq_t x, const nw_audit_point *point, slong power, slong added)
{
    fmpz_t norm;
    fmpz_init(norm);
    kuhn_norm(norm, nw_audit_point_number(point, NW_EPS), nw_audit_point_integer(point, NW_AXIS_M), power);
    fmpz_add_si(norm, norm, added);
    fmpq_set_fmpz(x, norm);
    fmpz_clear(norm);
    return nw_audit_point_integer(point, NW_AXIS_M) >= 2;
}

static bool derive_first(fmpq_t x, const nw_audit_point *point, const nw_audit_value *other)
{
    (void)other;
    return derive_norm(x, point, 1, nw_audit_point_integer(point, NW_AXIS_M) - 1);
}

static bool derive_later(fmpq_t x, const nw_audit_point *point, const nw_audit_value *other)
{
    (void)other;
    return derive_norm(x, point, nw_audit_point_integer(point, NW_AXIS_M) - 1, 0);
}

static bool derive_complexity(fmpq_t x, const nw_audit_point *point, const nw_audit_value *other)
{
    (void)other;
    return derive_norm(x, point, nw_audit_point_integer(point, NW_AXIS_M), 0);
}

/* Ramps s((x - x_j)/h) with 1/h = M/2 and |x_j| <= 1; the constant and the differences of values are at most 1. */
static bool derive_ramp_weight(fmpq_t x, const nw_audit_point *point, const nw_audit_value *other)
{
    (void)other;
    const fmpq *eps = nw_audit_point_number(point, NW_EPS);
    fmpz_cdiv_q(fmpq_numref(x), fmpq_denref(eps), fmpq_numref(eps));
    fmpz_one(fmpq_denref(x));
    fmpq_div_2exp(x, x, 1);
    if (fmpq_cmp_ui(x, 1) < 0)
        fmpq_one(x);
    return true;
}

static bool derive_ramp_width(fmpq_t x, const nw_audit_point *point, const nw_audit_value *other)
{
    (void)other;
    const fmpq *eps = nw_audit_point_number(point, NW_EPS);
    fmpz_cdiv_q(fmpq_numref(x), fmpq_denref(eps), fmpq_numref(eps));
    fmpz_add_ui(fmpq_numref(x), fmpq_numref(x), 1);
    fmpz_one(fmpq_denref(x));
    return true;
}

static bool derive_other_depth(fmpq_t x, const nw_audit_point *point, const nw_audit_value *other)
{
    (void)point;
    return other != NULL && nw_audit_detail(x, other, "depth");
}

static bool derive_other_layers(fmpq_t x, const nw_audit_point *point, const nw_audit_value *other)
{
    if (!derive_other_depth(x, point, other))
        return false;
    fmpz_add(fmpq_numref(x), fmpq_numref(x), fmpq_denref(x)); /* the output */
    return true;
}

static bool derive_twice(fmpq_t x, const nw_audit_point *point, const nw_audit_value *other)
{
    (void)other;
    nw_rational_mul_si(x, nw_audit_point_number(point, NW_EPS), 2);
    return true;
}

static bool derive_alpha(fmpq_t x, const nw_audit_point *point, const nw_audit_value *other)
{
    (void)other;
    fmpq_mul(x, nw_audit_point_number(point, NW_EPS), nw_audit_point_number(point, NW_ALPHA));
    return true;
}

static bool derive_twice_alpha(fmpq_t x, const nw_audit_point *point, const nw_audit_value *other)
{
    derive_alpha(x, point, other);
    nw_rational_mul_si(x, x, 2);
    return true;
}

static bool derive_part(fmpq_t x, const nw_audit_point *point, const nw_audit_value *other)
{
    (void)other;
    fmpq_div(x, nw_audit_point_number(point, NW_EPS), nw_audit_point_number(point, NW_A));
    return true;
}

static bool derive_half(fmpq_t x, const nw_audit_point *point, const nw_audit_value *other)
{
    (void)other;
    fmpq_div_2exp(x, nw_audit_point_number(point, NW_EPS), 1);
    return true;
}

static const struct derived {
    const char *name;
    unsigned long axes;
    derivation derive;
} all_derived[] = {
    {"kuhn-depth", AXIS(NW_AXIS_M), derive_depth},
    {"kuhn-layers", AXIS(NW_AXIS_M), derive_layers},
    {"kuhn-depth-g", AXIS(NW_M1), derive_depth_g},
    {"kuhn-first", AXIS(NW_AXIS_M) | AXIS(NW_EPS), derive_first},
    {"kuhn-later", AXIS(NW_AXIS_M) | AXIS(NW_EPS), derive_later},
    {"kuhn-complexity", AXIS(NW_AXIS_M) | AXIS(NW_EPS), derive_complexity},
    {"ramp-weight", AXIS(NW_EPS), derive_ramp_weight},
    {"ramp-width", AXIS(NW_EPS), derive_ramp_width},
    {"mcshane-first", AXIS(NW_EPS), derive_ramp_width}, /* P hinges and a carry: as many as ramps */
    {"other-depth", 0, derive_other_depth},
    {"other-layers", 0, derive_other_layers},
    {"2eps", AXIS(NW_EPS), derive_twice},
    {"alpha*eps", AXIS(NW_EPS) | AXIS(NW_ALPHA), derive_alpha},
    {"2alpha*eps", AXIS(NW_EPS) | AXIS(NW_ALPHA), derive_twice_alpha},
    {"eps/a", AXIS(NW_EPS) | AXIS(NW_A), derive_part},
    {"eps/2", AXIS(NW_EPS), derive_half},
};

static const struct derived *find_derived(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof all_derived / sizeof all_derived[0]; i++)
        if (strlen(all_derived[i].name) == length && memcmp(all_derived[i].name, name, length) == 0)
            return &all_derived[i];
    return NULL;
}

unsigned long nw_derived_axes(const char *name, size_t length)
{
    const struct derived *derived = find_derived(name, length);
    return derived != NULL ? derived->axes : 0;
}

char *nw_derived_text(const char *name, size_t length, const nw_audit_point *point, const nw_audit_value *other)
{
    const struct derived *derived = find_derived(name, length);
    if (derived == NULL)
        return NULL;
    fmpq_t x;
    fmpq_init(x);
    char *text = derived->derive(x, point, other) ? nw_rational_text(x) : NULL;
    fmpq_clear(x);
    return text;
}

/* ---- views ---- */

static void set_exact(fmpq_t low, fmpq_t high, const fmpz_t number)
{
    fmpq_set_fmpz(low, number);
    fmpq_set(high, low);
}

/* A detail that is an integer. */
static bool integer_detail(fmpz_t number, const nw_audit_value *value, const char *name)
{
    fmpq_t detail;
    fmpq_init(detail);
    bool found = nw_audit_detail(detail, value, name) && fmpz_is_one(fmpq_denref(detail));
    if (found)
        fmpz_set(number, fmpq_numref(detail));
    fmpq_clear(detail);
    return found;
}

bool nw_view_kuhn_padded(fmpq_t low, fmpq_t high, const nw_audit_value *value, const nw_audit_point *point)
{
    fmpz_t intervals;
    fmpz_init(intervals);
    bool found = integer_detail(intervals, value, "M");
    if (found) {
        kuhn_padded(intervals, intervals, nw_audit_point_integer(point, NW_AXIS_M));
        set_exact(low, high, intervals);
    }
    fmpz_clear(intervals);
    return found;
}

/* The accuracy of the network inside thm4. */
static bool accuracy_g(fmpq_t eta, const nw_audit_value *value, const nw_audit_point *point)
{
    bool found = nw_audit_detail(eta, value, "constant");
    if (found)
        fmpq_div(eta, nw_audit_point_number(point, NW_EPS), eta);
    return found;
}

bool nw_view_kuhn_g_padded(fmpq_t low, fmpq_t high, const nw_audit_value *value, const nw_audit_point *point)
{
    fmpq_t eta;
    fmpz_t count;
    fmpq_init(eta);
    fmpz_init(count);
    bool found = accuracy_g(eta, value, point);
    if (found) {
        fmpz_cdiv_q(count, fmpq_denref(eta), fmpq_numref(eta));
        kuhn_padded(count, count, nw_audit_point_integer(point, NW_M1));
        set_exact(low, high, count);
    }
    fmpq_clear(eta);
    fmpz_clear(count);
    return found;
}

bool nw_view_tanh2_padded(fmpq_t low, fmpq_t high, const nw_audit_value *value, const nw_audit_point *point)
{
    fmpz_t first, second, count;
    fmpz_init(first);
    fmpz_init(second);
    fmpz_init(count);
    bool found = integer_detail(first, value, "width_1") && integer_detail(second, value, "width_2");
    if (found) {
        tanh2_padded(count, first, second, nw_audit_point_integer(point, NW_AXIS_M));
        set_exact(low, high, count);
    }
    fmpz_clear(first);
    fmpz_clear(second);
    fmpz_clear(count);
    return found;
}

bool nw_view_tanh2_g_padded(fmpq_t low, fmpq_t high, const nw_audit_value *value, const nw_audit_point *point)
{
    fmpq_t eta;
    fmpz_t first, second, count;
    fmpq_init(eta);
    fmpz_init(first);
    fmpz_init(second);
    fmpz_init(count);
    bool found = accuracy_g(eta, value, point);
    if (found) {
        slong n = nw_audit_point_integer(point, NW_M1);
        nw_tanh2_widths(first, second, eta, nw_audit_point_integer(point, NW_R), n);
        tanh2_padded(count, first, second, n);
        set_exact(low, high, count);
    }
    fmpq_clear(eta);
    fmpz_clear(first);
    fmpz_clear(second);
    fmpz_clear(count);
    return found;
}

bool nw_view_mcshane_padded(fmpq_t low, fmpq_t high, const nw_audit_value *value, const nw_audit_point *point)
{
    fmpz_t width, depth, inputs;
    fmpz_init(width);
    fmpz_init(depth);
    fmpz_init_set_si(inputs, nw_audit_point_integer(point, NW_AXIS_M));
    bool found = integer_detail(width, value, "width") && integer_detail(depth, value, "depth");
    if (found) {
        nw_dense_parameters(width, inputs, width, fmpz_get_si(depth), false);
        set_exact(low, high, width);
    }
    fmpz_clear(width);
    fmpz_clear(depth);
    fmpz_clear(inputs);
    return found;
}

bool nw_view_kuhn_complexity(fmpq_t low, fmpq_t high, const nw_audit_value *value, const nw_audit_point *point)
{
    (void)value;
    bool found = derive_complexity(low, point, NULL);
    fmpq_set(high, low);
    return found;
}

static bool view_detail(fmpq_t low, fmpq_t high, const nw_audit_value *value, const char *name)
{
    bool found = nw_audit_detail(low, value, name);
    fmpq_set(high, low);
    return found;
}

bool nw_view_l2min(fmpq_t low, fmpq_t high, const nw_audit_value *value, const nw_audit_point *point)
{
    (void)point;
    return view_detail(low, high, value, "l2min");
}

bool nw_view_q(fmpq_t low, fmpq_t high, const nw_audit_value *value, const nw_audit_point *point)
{
    (void)point;
    return view_detail(low, high, value, "N_q");
}

bool nw_view_g(fmpq_t low, fmpq_t high, const nw_audit_value *value, const nw_audit_point *point)
{
    (void)point;
    return view_detail(low, high, value, "N_g");
}
