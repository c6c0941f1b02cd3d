/* Upper bounds: kuhn and ramp by building the networks and counting what they have, tanh2 layer by layer, and the two
 * published families by their inequalities in MPFR. */
#include "universal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check_common.h"
#include "check_model.h"
#include "rational.h"

/* ---- small sparse networks with exact weights ---- */

enum { MAX_INPUTS = 8 };

/* A unit reads a few earlier ones (or inputs) and has a bias or none; its activation is ReLU, or clipped ReLU. */
typedef struct unit {
    slong count, from[MAX_INPUTS]; /* -1 - i: input i */
    fmpq weight[MAX_INPUTS];
    fmpq_t bias, value;
} unit;

typedef struct network {
    unit *units;
    slong count, capacity;
    slong connections; /* weights and biases, those of the output included */
    slong *output;     /* units with an output weight */
    slong outputs;
    bool clipped; /* at 1 */
} network;

static slong add_unit(network *net)
{
    if (net->count == net->capacity) {
        net->capacity = 2 * net->capacity + 16;
        net->units = nw_grow(net->units, (size_t)net->capacity, sizeof *net->units);
    }
    unit *u = &net->units[net->count];
    memset(u, 0, sizeof *u);
    for (slong i = 0; i < MAX_INPUTS; i++)
        fmpq_init(&u->weight[i]);
    fmpq_init(u->bias);
    fmpq_init(u->value);
    return net->count++;
}

static void connect(network *net, slong to, slong from, const fmpq_t weight)
{
    unit *u = &net->units[to];
    ck_assert(u->count < MAX_INPUTS && from < to);
    u->from[u->count] = from;
    fmpq_set(&u->weight[u->count++], weight);
    net->connections++;
}

static void connect_si(network *net, slong to, slong from, slong weight)
{
    fmpq_t w;
    fmpq_init(w);
    fmpq_set_si(w, weight, 1);
    connect(net, to, from, w);
    fmpq_clear(w);
}

static void give_bias(network *net, slong to, const fmpq_t bias)
{
    fmpq_set(net->units[to].bias, bias);
    net->connections++;
}

static void read_out(network *net, slong from)
{
    net->output = nw_grow(net->output, (size_t)net->outputs + 1, sizeof *net->output);
    net->output[net->outputs++] = from;
    net->connections++;
}

static void network_clear(network *net)
{
    for (slong k = 0; k < net->count; k++) {
        for (slong i = 0; i < MAX_INPUTS; i++)
            fmpq_clear(&net->units[k].weight[i]);
        fmpq_clear(net->units[k].bias);
        fmpq_clear(net->units[k].value);
    }
    free(net->units);
    free(net->output);
}

/* y = sum of output weight times unit; the weights are the caller's. */
static void run_network(fmpq_t y, network *net, const fmpq *x, const fmpq *output_weights)
{
    for (slong k = 0; k < net->count; k++) {
        unit *u = &net->units[k];
        fmpq_set(u->value, u->bias); /* 0 without one */
        for (slong i = 0; i < u->count; i++)
            fmpq_addmul(u->value, &u->weight[i], u->from[i] < 0 ? x + (-1 - u->from[i]) : net->units[u->from[i]].value);
        if (fmpq_sgn(u->value) < 0)
            fmpq_set_si(u->value, 0, 1);
        if (net->clipped && fmpq_cmp_si(u->value, 1) > 0)
            fmpq_set_si(u->value, 1, 1);
    }
    fmpq_zero(y);
    for (slong k = 0; k < net->outputs; k++)
        fmpq_addmul(y, output_weights + k, net->units[net->output[k]].value);
}

/* ---- the Kuhn network ---- */

typedef struct kuhn {
    slong n, m, nodes;
    network net;
} kuhn;

/* Coordinate i of node v, in steps from -1. */
static slong step_of(const kuhn *k, slong node, slong i)
{
    for (; i > 0; i--)
        node /= k->m + 1;
    return node % (k->m + 1);
}

/* sign * u_i, u_i = (x_i - v_i)/h with x_i = carried - 1 (or the input itself, in layer 1), joins unit `to`. */
static void add_coordinate(kuhn *k, slong to, slong node, slong i, slong source, slong sign)
{
    fmpq_t w;
    fmpq_init(w);
    fmpq_set_si(w, sign * k->m, 2);
    connect(&k->net, to, source, w);
    /* u_i = (x_i + 1) m/2 - step: an input is x_i, a carry is x_i + 1 */
    fmpq_set_si(w, sign * (source < 0 ? k->m - 2 * step_of(k, node, i) : -2 * step_of(k, node, i)), 2);
    give_bias(&k->net, to, w);
    fmpq_clear(w);
}

/* side = +1: max(0, u_1 .. u_n) as a sum of at most two units; side = -1: max(0, -u_1 .. -u_n) = -min(0, u). */
static void largest_coordinate(kuhn *k, slong node, slong side, const slong *carries, slong *parts, slong *part_count)
{
    network *net = &k->net;
    parts[0] = add_unit(net);
    *part_count = 1;
    add_coordinate(k, parts[0], node, 0, -1, side);
    for (slong i = 1; i < k->n; i++) {
        slong carry = add_unit(net), compare = add_unit(net);
        add_coordinate(k, compare, node, i, carries[i * k->n + i - 1], side);
        for (slong p = 0; p < *part_count; p++) {
            connect_si(net, carry, parts[p], 1);
            connect_si(net, compare, parts[p], -1);
        }
        parts[0] = carry;
        parts[1] = compare;
        *part_count = 2;
    }
}

static void kuhn_init(kuhn *k, slong n, slong m)
{
    *k = (kuhn){.n = n, .m = m, .nodes = 1};
    network *net = &k->net;
    for (slong i = 0; i < n; i++)
        k->nodes *= m + 1;
    fmpq_t one;
    fmpq_init(one);
    fmpq_one(one);
    /* carries[i n + l] = relu(x_i + 1) in layer l + 1, for l < i: layer i + 1 compares coordinate i with layer i's. */
    slong *carries = nw_alloc((size_t)(n * n), sizeof *carries);
    for (slong i = 1; i < n; i++)
        for (slong l = 0; l < i; l++) {
            slong c = carries[i * n + l] = add_unit(net);
            connect_si(net, c, l == 0 ? -1 - i : carries[i * n + l - 1], 1);
            if (l == 0)
                give_bias(net, c, one);
        }
    for (slong v = 0; v < k->nodes; v++) {
        slong up[2], down[2], ups, downs;
        largest_coordinate(k, v, 1, carries, up, &ups);
        largest_coordinate(k, v, -1, carries, down, &downs);
        slong hat = add_unit(net);
        for (slong p = 0; p < ups; p++)
            connect_si(net, hat, up[p], -1);
        for (slong p = 0; p < downs; p++)
            connect_si(net, hat, down[p], -1);
        give_bias(net, hat, one);
        read_out(net, hat);
    }
    free(carries);
    fmpq_clear(one);
}

/* The interpolant itself: in the cell of x, walk from the low corner along the coordinates in falling order. */
static void kuhn_interpolate(fmpq_t y, const kuhn *k, const fmpq *x, const fmpq *values)
{
    slong cell[MAX_INPUTS], order[MAX_INPUTS] = {0}, stride = 1, node = 0, strides[MAX_INPUTS];
    fmpq share[MAX_INPUTS];
    fmpq_t scaled, weight;
    fmpz_t floor;
    fmpq_init(scaled);
    fmpq_init(weight);
    fmpz_init(floor);
    for (slong i = 0; i < k->n; i++) {
        fmpq_init(&share[i]);
        fmpq_add_si(scaled, x + i, 1);
        fmpz_set_si(floor, k->m);
        fmpq_mul_fmpz(scaled, scaled, floor);
        fmpq_div_2exp(scaled, scaled, 1);
        fmpz_fdiv_q(floor, fmpq_numref(scaled), fmpq_denref(scaled));
        cell[i] = fmpz_get_si(floor) < k->m ? fmpz_get_si(floor) : k->m - 1;
        fmpq_sub_si(&share[i], scaled, cell[i]);
        strides[i] = stride;
        node += cell[i] * stride;
        stride *= k->m + 1;
        slong place = i;
        for (; place > 0 && fmpq_cmp(&share[order[place - 1]], &share[i]) < 0; place--)
            order[place] = order[place - 1];
        order[place] = i;
    }
    fmpq_set_si(weight, 1, 1);
    fmpq_sub(weight, weight, &share[order[0]]);
    fmpq_mul(y, weight, values + node);
    for (slong p = 0; p < k->n; p++) {
        node += strides[order[p]];
        fmpq_set(weight, &share[order[p]]);
        if (p + 1 < k->n)
            fmpq_sub(weight, weight, &share[order[p + 1]]);
        fmpq_addmul(y, weight, values + node);
    }
    for (slong i = 0; i < k->n; i++)
        fmpq_clear(&share[i]);
    fmpq_clear(scaled);
    fmpq_clear(weight);
    fmpz_clear(floor);
}

static fmpq *new_rationals(slong length)
{
    fmpq *v = nw_alloc((size_t)length, sizeof *v);
    for (slong i = 0; i < length; i++)
        fmpq_init(v + i);
    return v;
}

static void free_rationals(fmpq *v, slong length)
{
    for (slong i = 0; i < length; i++)
        fmpq_clear(v + i);
    free(v);
}

/* sum c_i |x_i - a_i| with sum |c_i| = 1/3: its sup norm and derivatives add up to at most 1. */
static void member_of_class(fmpq_t y, const fmpq *x, const fmpq *a, const fmpq *c, slong n)
{
    fmpq_t d;
    fmpq_init(d);
    fmpq_zero(y);
    for (slong i = 0; i < n; i++) {
        fmpq_sub(d, x + i, a + i);
        fmpq_abs(d, d);
        fmpq_addmul(y, c + i, d);
    }
    fmpq_clear(d);
}

static void random_point(fmpq *x, slong n, gsl_rng *rng)
{
    for (slong i = 0; i < n; i++)
        fmpq_set_si(x + i, ct_between(rng, -60, 60), 60);
}

/* The network that was built has the number of connections that is claimed, is the interpolant, and errs by at most
 * 1/M. */
static void expect_kuhn(slong n, slong m, gsl_rng *rng)
{
    kuhn k;
    kuhn_init(&k, n, m);
    fmpq *x = new_rationals(n), *a = new_rationals(n), *c = new_rationals(n), *values = new_rationals(k.nodes);
    fmpq_t eta, y, expected, bound;
    fmpz_t count, built;
    fmpq_init(eta);
    fmpq_init(y);
    fmpq_init(expected);
    fmpq_init(bound);
    fmpz_init(count);
    fmpz_init_set_si(built, k.net.connections);
    fmpq_set_si(bound, 1, (ulong)m);
    fmpq_set(eta, bound);
    nw_kuhn_count(count, eta, n);
    ct_equal(count, built, "kuhn, n = %ld, M = %ld", (long)n, (long)m);

    random_point(a, n, rng);
    for (slong i = 0; i < n; i++)
        fmpq_set_si(c + i, ct_between(rng, 0, 1) == 0 ? 1 : -1, (ulong)(3 * n));
    for (slong v = 0; v < k.nodes; v++) {
        for (slong i = 0; i < n; i++)
            fmpq_set_si(x + i, 2 * step_of(&k, v, i) - m, (ulong)m);
        member_of_class(values + v, x, a, c, n);
    }
    for (int i = 0; i < 24; i++) {
        random_point(x, n, rng);
        run_network(y, &k.net, x, values);
        kuhn_interpolate(expected, &k, x, values);
        ct_equal_rational(y, expected, "the network, n = %ld, M = %ld", (long)n, (long)m);
        member_of_class(expected, x, a, c, n);
        fmpq_sub(y, y, expected);
        fmpq_abs(y, y);
        ck_assert_msg(fmpq_cmp(y, bound) <= 0, "n = %ld, M = %ld: the error is above 1/M", (long)n, (long)m);
    }
    free_rationals(x, n);
    free_rationals(a, n);
    free_rationals(c, n);
    free_rationals(values, k.nodes);
    network_clear(&k.net);
    fmpq_clear(eta);
    fmpq_clear(y);
    fmpq_clear(expected);
    fmpq_clear(bound);
    fmpz_clear(count);
    fmpz_clear(built);
}

START_TEST(kuhn_network_built)
{
    gsl_rng *rng = ct_rng("kuhn");
    static const slong most[6] = {0, 0, 8, 4, 2, 1};
    for (slong n = 2; n <= 5; n++)
        for (slong m = 1; m <= most[n]; m++)
            expect_kuhn(n, m, rng);
    gsl_rng_free(rng);
}
END_TEST

/* One dimension: a constant unit and M hinges; the ramps alike with clipped units. */
static void expect_line(slong m, bool clipped, gsl_rng *rng)
{
    network net = {.clipped = clipped};
    fmpq *x = new_rationals(1), *a = new_rationals(1), *c = new_rationals(1), *weights = new_rationals(m + 1);
    fmpq *values = new_rationals(m + 1);
    fmpq_t w, y, expected;
    fmpz_t count, built;
    fmpq_init(w);
    fmpq_init(y);
    fmpq_init(expected);
    fmpz_init(count);
    fmpz_init(built);
    random_point(a, 1, rng);
    fmpq_set_si(c, 1, 3);
    for (slong j = 0; j <= m; j++) {
        fmpq_set_si(x, 2 * j - m, (ulong)m);
        member_of_class(values + j, x, a, c, 1);
    }
    slong constant = add_unit(&net);
    connect_si(&net, constant, -1, 0);
    fmpq_one(w);
    give_bias(&net, constant, w);
    read_out(&net, constant);
    fmpq_set(weights, values);
    for (slong j = 0; j < m; j++) { /* s((x - x_j)/h) = s(m x/2 + m/2 - j) */
        slong u = add_unit(&net);
        fmpq_set_si(w, m, 2);
        connect(&net, u, -1, w);
        fmpq_sub_si(w, w, j);
        give_bias(&net, u, w);
        read_out(&net, u);
        fmpq_sub(weights + j + 1, values + j + 1, values + j);
        if (!clipped && j > 0) { /* a hinge adds the change of slope */
            fmpq_sub(weights + j + 1, weights + j + 1, values + j);
            fmpq_add(weights + j + 1, weights + j + 1, values + j - 1);
        }
    }
    fmpz_set_si(built, net.connections);
    char *setting = nw_format("n=1 eps=1/%ld", (long)m);
    ct_value(count, clipped ? "ramp" : "kuhn", setting);
    ct_equal(count, built, "%s, M = %ld", clipped ? "ramp" : "hinges", (long)m);
    fmpq_set_si(w, 1, (ulong)m);
    for (int i = 0; i < 30; i++) {
        random_point(x, 1, rng);
        run_network(y, &net, x, weights);
        member_of_class(expected, x, a, c, 1);
        fmpq_sub(y, y, expected);
        fmpq_abs(y, y);
        ck_assert_msg(fmpq_cmp(y, w) <= 0, "M = %ld: the error is above 1/M", (long)m);
    }
    for (slong j = 0; j <= m; j++) {
        fmpq_set_si(x, 2 * j - m, (ulong)m);
        run_network(y, &net, x, weights);
        ct_equal_rational(y, values + j, "node %ld of %ld", (long)j, (long)m);
    }
    free(setting);
    free_rationals(x, 1);
    free_rationals(a, 1);
    free_rationals(c, 1);
    free_rationals(weights, m + 1);
    free_rationals(values, m + 1);
    network_clear(&net);
    fmpq_clear(w);
    fmpq_clear(y);
    fmpq_clear(expected);
    fmpz_clear(count);
    fmpz_clear(built);
}

START_TEST(hinges_and_ramps_built)
{
    gsl_rng *rng = ct_rng("line");
    for (slong m = 1; m <= 25; m++) {
        expect_line(m, false, rng);
        expect_line(m, true, rng);
    }
    gsl_rng_free(rng);
}
END_TEST

/* tests/check_mcshane.c builds these. */
START_TEST(mcshane_values)
{
    ct_card_is("mcshane", "n=1 eps=0.1", "78");
    ct_card_is("mcshane", "n=1 eps=0.05 activation=relu", "154");
    ct_card_is("mcshane", "n=2 eps=0.1", "902");
    ct_card_is("mcshane", "n=2 eps=1/16", "2162");
    ct_card_is("mcshane", "n=1 eps=1/1024", "7689");
    ct_card_is("mcshane", "n=2 eps=5", "23"); /* one centre at least */
    nw_result *result = ct_evaluate("mcshane", "n=2 eps=0.1", NULL);
    ck_assert_str_eq(ct_detail(result, "centres"), "10");
    ck_assert_str_eq(ct_detail(result, "depth"), "11");
    ck_assert_str_eq(ct_detail(result, "width"), "110");
    nw_result_free(result);
}
END_TEST

START_TEST(kuhn_and_ramp_values)
{
    ct_card_is("kuhn", "n=1 eps=0.1", "33");
    ct_card_is("ramp", "eps=0.1", "33");
    ct_card_is("kuhn", "n=2 eps=0.1", "2180");
    ct_card_is("kuhn", "n=3 eps=0.5", "815");
    ct_card_is("kuhn", "n=3 eps=0.5 activation=relu", "815");
    ct_card_is("kuhn", "n=1 eps=5", "6"); /* one interval at least */
    gsl_rng *rng = ct_rng("kuhn sums");
    fmpq_t eta;
    fmpz_t count, model;
    fmpq_init(eta);
    fmpz_init(count);
    fmpz_init(model);
    for (int i = 0; i < 1000; i++) {
        slong n = ct_between(rng, 1, 24);
        ct_small_rational(eta, rng, 30);
        nw_kuhn_count(count, eta, n);
        model_kuhn(model, eta, n);
        ct_equal(count, model, "kuhn, n = %ld", (long)n);
        nw_universal_count(count, eta, 1, n, i % 2 == 0 ? NW_RELU : NW_CRELU);
        ct_equal(count, model, "U, n = %ld", (long)n);
    }
    fmpq_clear(eta);
    fmpz_clear(count);
    fmpz_clear(model);
    gsl_rng_free(rng);
}
END_TEST

/* ---- tanh2 ---- */

START_TEST(tanh2_layer_by_layer)
{
    gsl_rng *rng = ct_rng("tanh2");
    fmpq_t eta;
    fmpz_t count, model, first, second, N, check;
    fmpq_init(eta);
    fmpz_init(count);
    fmpz_init(model);
    fmpz_init(first);
    fmpz_init(second);
    fmpz_init(N);
    fmpz_init(check);
    /* n = 1, r = 2, N = 10: (3/N)^2/2 < eta, so eta = 4.5/90.25 has N = 10. */
    fmpq_set_si(eta, 450, 9025);
    nw_tanh2_widths(first, second, eta, 2, 1);
    ct_equal_text(first, "15", "tanh2 first width");
    ct_equal_text(second, "180", "tanh2 second width");
    for (int i = 0; i < 1000; i++) {
        slong r = ct_between(rng, 1, 8), n = ct_between(rng, 1, 6);
        ct_small_rational(eta, rng, i % 10 == 0 ? 200 : 15);
        nw_tanh2_count(count, eta, r, n);
        model_tanh2(model, eta, r, n);
        ct_equal(count, model, "tanh2, r = %ld, n = %ld", (long)r, (long)n);
        nw_universal_count(count, eta, r, n, NW_TANH);
        ct_equal(count, model, "U, r = %ld, n = %ld", (long)r, (long)n);
        /* N itself, from the first width: it meets (3n)^r < r! eta N^r and N > 3n/2, and N - 1 fails one of them. */
        nw_tanh2_widths(first, second, eta, r, n);
        model_tanh2_resolution(N, eta, r, n);
        for (int less = 0; less < 2; less++) {
            fmpz_sub_ui(N, N, (ulong)less);
            fmpz_pow_ui(check, N, (ulong)r);
            fmpz_fac_ui(first, (ulong)r);
            fmpz_mul(check, check, first);
            fmpz_mul(check, check, fmpq_numref(eta));
            fmpz_set_si(first, 3 * n);
            fmpz_pow_ui(first, first, (ulong)r);
            fmpz_mul(first, first, fmpq_denref(eta));
            bool meets = fmpz_cmp(first, check) < 0;
            fmpz_mul_ui(check, N, 2);
            meets = meets && fmpz_cmp_si(check, 3 * n) > 0;
            ck_assert_msg(meets == (less == 0), "tanh2, r = %ld, n = %ld: N less %d", (long)r, (long)n, less);
        }
    }
    fmpq_clear(eta);
    fmpz_clear(count);
    fmpz_clear(model);
    fmpz_clear(first);
    fmpz_clear(second);
    fmpz_clear(N);
    fmpz_clear(check);
    gsl_rng_free(rng);
}
END_TEST

/* N^r = (3n)^r/(r! eta) exactly: N must be larger than the root. */
START_TEST(tanh2_integer_roots)
{
    fmpq_t eta;
    fmpz_t first, second, expected, factorial;
    fmpq_init(eta);
    fmpz_init(first);
    fmpz_init(second);
    fmpz_init(expected);
    fmpz_init(factorial);
    for (slong r = 1; r <= 4; r++)
        for (slong n = 1; n <= 3; n++)
            for (slong root = 3 * n; root < 200; root += 17) {
                fmpz_fac_ui(factorial, (ulong)r);
                fmpq_set_si(eta, 3 * n, (ulong)root);
                fmpq_pow_si(eta, eta, r);
                fmpq_div_fmpz(eta, eta, factorial);
                nw_tanh2_widths(first, second, eta, r, n);
                fmpz_set_si(expected, root + 1);
                fmpz_pow_ui(expected, expected, (ulong)n);
                fmpz_bin_uiui(factorial, (ulong)(2 * n + 1), (ulong)(n + 1));
                fmpz_mul(expected, expected, factorial);
                fmpz_mul_si(expected, expected, 3 * ((n + 3) / 2));
                ct_equal(second, expected, "tanh2 at an integer root, r = %ld, n = %ld", (long)r, (long)n);
            }
    fmpq_clear(eta);
    fmpz_clear(first);
    fmpz_clear(second);
    fmpz_clear(expected);
    fmpz_clear(factorial);
}
END_TEST

START_TEST(universal_leading_terms)
{
    fmpq_t eta, p, exact;
    fmpz_t count, kappa;
    fmpq_init(eta);
    fmpq_init(p);
    fmpq_init(exact);
    fmpz_init(count);
    fmpz_init(kappa);
    ct_rational(eta, "1e-60");
    for (slong n = 1; n <= 5; n++)
        for (int tanh = 0; tanh < 2; tanh++) {
            nw_activation activation = tanh ? NW_TANH : NW_CRELU;
            nw_universal_exponent(p, 1, n, activation);
            ck_assert(fmpz_is_one(fmpq_denref(p)) && fmpz_equal_si(fmpq_numref(p), n + tanh));
            nw_universal_leading(kappa, n, activation);
            nw_universal_count(count, eta, 1, n, activation);
            fmpq_pow_si(exact, eta, n + tanh);
            fmpq_mul_fmpz(exact, exact, count);
            fmpq_div_fmpz(exact, exact, kappa);
            fmpq_sub_si(exact, exact, 1);
            fmpq_abs(exact, exact);
            ct_rational(p, "1e-55");
            ck_assert_msg(fmpq_cmp(exact, p) < 0, "kappa, n = %ld, %s", (long)n, tanh ? "tanh" : "crelu");
        }
    static const nw_activation all[] = {NW_TANH, NW_LOGISTIC, NW_ARCTAN, NW_CRELU, NW_RELU};
    for (size_t a = 0; a < 5; a++) {
        ck_assert_int_eq(nw_universal_exists(1, all[a]), all[a] == NW_TANH || all[a] == NW_CRELU || all[a] == NW_RELU);
        ck_assert_int_eq(nw_universal_exists(2, all[a]), all[a] == NW_TANH);
    }
    fmpq_clear(eta);
    fmpq_clear(p);
    fmpq_clear(exact);
    fmpz_clear(count);
    fmpz_clear(kappa);
}
END_TEST

/* ---- syz and lsyz ---- */

enum { QUOTED_PREC = 600 };

static void detail_integer(mpz_t z, const nw_result *result, const char *name)
{
    ck_assert_int_eq(mpz_set_str(z, ct_detail(result, name), 10), 0);
}

/* The published error for (N, L), the change of scale included: 262 sqrt(n) (N^2 L^2 log3(N+2))^(-1/n). */
static void syz_error(mpfr_t error, slong n, const mpz_t N, const mpz_t L)
{
    mpfr_t x, y;
    mpfr_inits2(QUOTED_PREC, x, y, (mpfr_ptr)0);
    mpfr_set_z(x, N, MPFR_RNDN);
    mpfr_add_ui(y, x, 2, MPFR_RNDN);
    mpfr_log(y, y, MPFR_RNDN);
    mpfr_log_ui(error, 3, MPFR_RNDN);
    mpfr_div(y, y, error, MPFR_RNDN);
    mpfr_mul_z(x, x, L, MPFR_RNDN);
    mpfr_sqr(x, x, MPFR_RNDN);
    mpfr_mul(x, x, y, MPFR_RNDN);
    mpfr_rootn_ui(x, x, (unsigned long)n, MPFR_RNDN);
    mpfr_sqrt_ui(y, (unsigned long)n, MPFR_RNDN);
    mpfr_mul_ui(y, y, 262, MPFR_RNDN);
    mpfr_div(error, y, x, MPFR_RNDN);
    mpfr_clears(x, y, (mpfr_ptr)0);
}

/* 85 (r+1)^n 16^r (N L)^(-2r/n) */
static void lsyz_error(mpfr_t error, slong r, slong n, const mpz_t N, const mpz_t L)
{
    mpfr_t x;
    mpfr_init2(x, QUOTED_PREC);
    mpfr_set_z(x, N, MPFR_RNDN);
    mpfr_mul_z(x, x, L, MPFR_RNDN);
    mpfr_pow_ui(x, x, (unsigned long)(2 * r), MPFR_RNDN);
    mpfr_rootn_ui(x, x, (unsigned long)n, MPFR_RNDN);
    mpfr_ui_pow_ui(error, (unsigned long)(r + 1), (unsigned long)n, MPFR_RNDN);
    mpfr_mul_ui(error, error, 85, MPFR_RNDN);
    mpfr_mul_2ui(error, error, (unsigned long)(4 * r), MPFR_RNDN);
    mpfr_div(error, error, x, MPFR_RNDN);
    mpfr_clear(x);
}

/* ceil(factor * log2(argument)): also where the logarithm is an integer, which MPFR then returns exactly. */
static void ceil_log(mpz_t z, const mpz_t factor, const mpz_t argument)
{
    mpfr_t x;
    mpfr_init2(x, QUOTED_PREC);
    mpfr_set_z(x, argument, MPFR_RNDN);
    mpfr_log2(x, x, MPFR_RNDU);
    mpfr_mul_z(x, x, factor, MPFR_RNDU);
    mpfr_get_z(z, x, MPFR_RNDU);
    mpfr_clear(x);
}

static void quoted_shape(mpz_t width, mpz_t depth, bool smooth, slong r, slong n, const mpz_t N, const mpz_t L)
{
    mpz_t factor, argument;
    mpz_inits(factor, argument, NULL);
    if (!smooth) {
        mpz_root(argument, N, (unsigned long)n);
        mpz_mul_ui(argument, argument, (unsigned long)n);
        mpz_add_ui(width, N, 2);
        if (mpz_cmp(argument, width) > 0)
            mpz_set(width, argument);
        mpz_ui_pow_ui(factor, 3, (unsigned long)(n + 3));
        mpz_mul(width, width, factor);
        mpz_mul_ui(depth, L, 11);
        mpz_add_ui(depth, depth, (unsigned long)(18 + 2 * n));
    } else {
        mpz_ui_pow_ui(factor, (unsigned long)r, (unsigned long)(n + 1));
        mpz_ui_pow_ui(argument, 3, (unsigned long)n);
        mpz_mul(factor, factor, argument);
        mpz_mul_ui(factor, factor, (unsigned long)(17 * n));
        mpz_add_ui(argument, N, 2);
        mpz_mul(factor, factor, argument);
        mpz_mul_ui(argument, N, 8);
        ceil_log(width, factor, argument);
        mpz_add_ui(factor, L, 2);
        mpz_mul_ui(factor, factor, (unsigned long)(18 * r * r));
        mpz_mul_ui(argument, L, 4);
        ceil_log(depth, factor, argument);
        mpz_add_ui(depth, depth, (unsigned long)(2 * n));
    }
    mpz_clears(factor, argument, NULL);
}

/* One layer after the other, no bias in the last. */
static void sum_layers(mpz_t count, slong n, const mpz_t width, const mpz_t depth)
{
    mpz_t layer;
    mpz_init(layer);
    mpz_mul_ui(count, width, (unsigned long)(n + 1));
    mpz_addmul(layer, width, width);
    mpz_add(layer, layer, width);
    mpz_addmul(count, layer, depth);
    mpz_sub(count, count, layer);
    mpz_add(count, count, width);
    mpz_clear(layer);
}

/* The least L for given N, by bisection on the error. */
static void least_length(mpz_t L, bool smooth, slong r, slong n, const mpz_t N, const mpfr_t eps)
{
    mpfr_t error;
    mpz_t low, high;
    mpfr_init2(error, QUOTED_PREC);
    mpz_init(low);
    mpz_init_set_ui(high, 1);
    for (bool reached = false; !reached;) {
        smooth ? lsyz_error(error, r, n, N, high) : syz_error(error, n, N, high);
        reached = mpfr_lessequal_p(error, eps) != 0;
        if (!reached) {
            mpz_set(low, high);
            mpz_mul_ui(high, high, 2);
        }
    }
    for (;;) {
        mpz_add(L, low, high);
        mpz_fdiv_q_2exp(L, L, 1);
        if (mpz_cmp(L, low) == 0)
            break;
        smooth ? lsyz_error(error, r, n, N, L) : syz_error(error, n, N, L);
        mpz_set(mpfr_lessequal_p(error, eps) ? high : low, L);
    }
    mpz_set(L, high);
    mpfr_clear(error);
    mpz_clears(low, high, NULL);
}

static void expect_quoted(bool smooth, slong r, slong n, const char *eps_text, nw_context *context)
{
    const char *card = smooth ? "lsyz" : "syz";
    char *values = smooth ? nw_format("r=%ld n=%ld eps=%s", (long)r, (long)n, eps_text)
                          : nw_format("n=%ld eps=%s", (long)n, eps_text);
    nw_result *result = ct_evaluate(card, values, context);
    mpz_t N, L, width, depth, other, count;
    mpfr_t error, eps;
    fmpq_t exact;
    mpq_t q;
    mpz_inits(N, L, width, depth, other, count, NULL);
    mpfr_inits2(QUOTED_PREC, error, eps, (mpfr_ptr)0);
    fmpq_init(exact);
    mpq_init(q);
    ct_rational(exact, eps_text);
    fmpq_get_mpq(q, exact);
    mpfr_set_q(eps, q, MPFR_RNDN);
    detail_integer(N, result, "N");
    detail_integer(L, result, "L");
    smooth ? lsyz_error(error, r, n, N, L) : syz_error(error, n, N, L);
    ck_assert_msg(mpfr_lessequal_p(error, eps), "%s %s: (N, L) does not reach eps", card, values);
    least_length(other, smooth, r, n, N, eps);
    ck_assert_msg(mpz_cmp(L, other) == 0, "%s %s: L is not the least for its N", card, values);
    quoted_shape(width, depth, smooth, r, n, N, L);
    detail_integer(other, result, "width");
    ck_assert_msg(mpz_cmp(width, other) == 0, "%s %s: width", card, values);
    detail_integer(other, result, "depth");
    ck_assert_msg(mpz_cmp(depth, other) == 0, "%s %s: depth", card, values);
    sum_layers(count, n, width, depth);
    ck_assert(nw_result_is_integer(result));
    fmpz_get_mpz(other, fmpq_numref(result->lower));
    ck_assert_msg(mpz_cmp(count, other) == 0, "%s %s: count", card, values);
    for (unsigned long tried = 1; tried <= 60; tried++) { /* and no small N does better */
        mpz_set_ui(N, tried);
        least_length(L, smooth, r, n, N, eps);
        quoted_shape(width, depth, smooth, r, n, N, L);
        sum_layers(other, n, width, depth);
        ck_assert_msg(mpz_cmp(count, other) <= 0, "%s %s: N = %lu has a smaller count", card, values, tried);
    }
    fmpq_set_si(exact, n, (ulong)(2 * r));
    ct_equal_rational(result->exponent, exact, "exponent of %s %s", card, values);
    ck_assert_int_eq(result->exponent_kind, NW_EXPONENT_UP_TO_LOG);
    mpz_clears(N, L, width, depth, other, count, NULL);
    mpfr_clears(error, eps, (mpfr_ptr)0);
    fmpq_clear(exact);
    mpq_clear(q);
    nw_result_free(result);
    free(values);
}

START_TEST(quoted_families)
{
    static const char *const accuracies[] = {"1", "0.3", "0.01", "1e-6", "7e-15"};
    nw_context *context = nw_context_new();
    for (size_t e = 0; e < sizeof accuracies / sizeof accuracies[0]; e++)
        for (slong n = 1; n <= 4; n++) {
            expect_quoted(false, 1, n, accuracies[e], context);
            for (slong r = 1; r <= 3; r++)
                expect_quoted(true, r, n, accuracies[e], context);
        }
    nw_context_free(context);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("universal");
    TCase *tests = ct_case(suite, "kuhn and ramp");
    tcase_add_test(tests, kuhn_and_ramp_values);
    tcase_add_test(tests, mcshane_values);
    tcase_add_test(tests, kuhn_network_built);
    tcase_add_test(tests, hinges_and_ramps_built);
    tests = ct_case(suite, "tanh2");
    tcase_add_test(tests, tanh2_layer_by_layer);
    tcase_add_test(tests, tanh2_integer_roots);
    tests = ct_case(suite, "U");
    tcase_add_test(tests, universal_leading_terms);
    tests = ct_case(suite, "quoted");
    tcase_add_test(tests, quoted_families);
    return ct_main(suite);
}
