/*   sum     = term { (+|-) term }
 *   term    = signed { (*|/) signed }
 *   signed  = (+|-) signed | power
 *   power   = primary [ ^ exponent ]          exponent = [(] [-] digits [)]
 *   primary = number | xK | IK | pi | function ( sum [, sum] ) | ( sum )                                          */
#include "verify/formula.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { DEEPEST = 400, LONGEST = 4000, MOST_DIGITS = 100000, LARGEST_POWER = 64 };

typedef enum node_kind {
    NODE_NUMBER,
    NODE_PI,
    NODE_INPUT,
    NODE_ADD,
    NODE_SUBTRACT,
    NODE_MULTIPLY,
    NODE_DIVIDE,
    NODE_NEGATE,
    NODE_POWER,
    NODE_CURVE,
    NODE_MIN,
    NODE_MAX,
} node_kind;

struct nw_formula {
    node_kind kind;
    int index;          /* the input's axis, the exponent, the curve's kind */
    fmpz_t top, bottom; /* the number */
    nw_formula *a, *b;
};

typedef struct reader {
    const char *begin, *at;
    int m1, m2, depth;
    const char *why; /* NULL so long as all is well */
} reader;

static nw_formula *node(node_kind kind, int index, nw_formula *a, nw_formula *b)
{
    nw_formula *made = nw_alloc(1, sizeof *made);
    made->kind = kind;
    made->index = index;
    made->a = a;
    made->b = b;
    fmpz_init(made->top);
    fmpz_init(made->bottom);
    return made;
}

void nw_formula_free(nw_formula *formula)
{
    if (formula == NULL)
        return;
    nw_formula_free(formula->a);
    nw_formula_free(formula->b);
    fmpz_clear(formula->top);
    fmpz_clear(formula->bottom);
    free(formula);
}

static void demand(reader *r, bool met, const char *why)
{
    if (!met && r->why == NULL)
        r->why = why;
}

static nw_formula *give_up(reader *r, const char *why)
{
    demand(r, false, why);
    return node(NODE_NUMBER, 0, NULL, NULL);
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void skip_blanks(reader *r)
{
    while (*r->at == ' ' || *r->at == '\t')
        r->at++;
}

static bool accept(reader *r, char c)
{
    skip_blanks(r);
    if (r->why != NULL || *r->at != c)
        return false;
    r->at++;
    return true;
}

static nw_formula *read_sum(reader *r);

/* ---- primaries ---- */

/* Decimal digits to an exact rational: mantissa * 10^(exponent - digits behind the point). */
static nw_formula *read_number(reader *r)
{
    nw_formula *made = node(NODE_NUMBER, 0, NULL, NULL);
    long shift = 0, exponent = 0;
    for (bool behind = false; digit(*r->at) || (*r->at == '.' && !behind); r->at++) {
        if (*r->at == '.') {
            behind = true;
            continue;
        }
        fmpz_mul_ui(made->top, made->top, 10);
        fmpz_add_ui(made->top, made->top, (ulong)(*r->at - '0'));
        shift += behind;
    }
    const char *digits = r->at + 1;
    bool negative = (*r->at == 'e' || *r->at == 'E') && *digits == '-';
    if ((*r->at == 'e' || *r->at == 'E') && (*digits == '-' || *digits == '+'))
        digits++;
    if ((*r->at == 'e' || *r->at == 'E') && digit(*digits)) {
        for (; digit(*digits); digits++)
            exponent = exponent <= MOST_DIGITS ? 10 * exponent + (*digits - '0') : exponent; /* or too large already */
        r->at = digits;
    }
    if (exponent > MOST_DIGITS) {
        r->why = "a number is out of all proportion";
        exponent = 0;
    }
    exponent = (negative ? -exponent : exponent) - shift;
    fmpz_ui_pow_ui(made->bottom, 10, (ulong)labs(exponent));
    if (exponent >= 0) {
        fmpz_mul(made->top, made->top, made->bottom);
        fmpz_one(made->bottom);
    }
    return made;
}

static nw_formula *read_call(reader *r, node_kind kind, int curve)
{
    demand(r, accept(r, '('), "a function needs ( behind its name");
    nw_formula *a = read_sum(r), *b = NULL;
    if (kind != NODE_CURVE) {
        demand(r, accept(r, ','), "min and max need two arguments");
        b = read_sum(r);
    }
    demand(r, accept(r, ')'), "a ) is missing");
    return node(kind, curve, a, b);
}

static nw_formula *read_name(reader *r)
{
    static const struct {
        const char *name;
        node_kind kind;
        nw_curve_kind curve;
    } functions[] = {{"sin", NODE_CURVE, NW_CURVE_SIN}, {"cos", NODE_CURVE, NW_CURVE_COS},
                     {"exp", NODE_CURVE, NW_CURVE_EXP}, {"tanh", NODE_CURVE, NW_CURVE_TANH},
                     {"abs", NODE_CURVE, NW_CURVE_ABS}, {"min", NODE_MIN, NW_CURVE_ABS},
                     {"max", NODE_MAX, NW_CURVE_ABS}};
    const char *name = r->at;
    size_t letters = 0, digits = 0;
    while (letter(name[letters]))
        letters++;
    while (digit(name[letters + digits]))
        digits++;
    if (letters == 1 && digits >= 1 && digits <= 4 && (*name == 'x' || *name == 'I')) {
        int number = (int)strtol(name + 1, NULL, 10), most = *name == 'x' ? r->m1 : r->m2;
        if (number < 1 || number > most)
            return give_up(r, "an input that the target does not have");
        r->at += 1 + digits;
        return node(NODE_INPUT, (*name == 'x' ? 0 : r->m1) + number - 1, NULL, NULL);
    }
    if (digits == 0 && letters == 2 && strncmp(name, "pi", 2) == 0) {
        r->at += 2;
        return node(NODE_PI, 0, NULL, NULL);
    }
    for (size_t i = 0; digits == 0 && i < sizeof functions / sizeof functions[0]; i++)
        if (strlen(functions[i].name) == letters && strncmp(name, functions[i].name, letters) == 0) {
            r->at += letters;
            return read_call(r, functions[i].kind, (int)functions[i].curve);
        }
    return give_up(r, "an unknown name");
}

static nw_formula *read_primary(reader *r)
{
    if (accept(r, '(')) {
        nw_formula *inside = read_sum(r);
        demand(r, accept(r, ')'), "a ) is missing");
        return inside;
    }
    if (r->why == NULL && (digit(*r->at) || (*r->at == '.' && digit(r->at[1]))))
        return read_number(r);
    if (r->why == NULL && letter(*r->at))
        return read_name(r);
    return give_up(r, "a number, an input or ( is missing");
}

/* ---- operations ---- */

static nw_formula *read_power(reader *r)
{
    nw_formula *base = read_primary(r);
    if (!accept(r, '^'))
        return base;
    bool closed = accept(r, '('), negative = accept(r, '-');
    int exponent = 0, digits = 0;
    skip_blanks(r);
    for (; digit(*r->at) && digits < 4; r->at++, digits++)
        exponent = 10 * exponent + (*r->at - '0');
    demand(r, digits > 0 && exponent <= LARGEST_POWER && (*r->at == '\0' || strchr(".eE0123456789", *r->at) == NULL),
           "an exponent is an integer from -64 to 64");
    demand(r, !closed || accept(r, ')'), "a ) is missing");
    demand(r, !accept(r, '^'), "a power of a power needs parentheses");
    return node(NODE_POWER, negative ? -exponent : exponent, base, NULL);
}

static nw_formula *read_signed(reader *r)
{
    if (++r->depth > DEEPEST)
        return give_up(r, "nested too deeply");
    nw_formula *made = accept(r, '-')   ? node(NODE_NEGATE, 0, read_signed(r), NULL)
                       : accept(r, '+') ? read_signed(r)
                                        : read_power(r);
    r->depth--;
    return made;
}

static nw_formula *read_term(reader *r)
{
    nw_formula *value = read_signed(r);
    for (;;) {
        if (accept(r, '*'))
            value = node(NODE_MULTIPLY, 0, value, read_signed(r));
        else if (accept(r, '/'))
            value = node(NODE_DIVIDE, 0, value, read_signed(r));
        else
            return value;
    }
}

static nw_formula *read_sum(reader *r)
{
    nw_formula *value = read_term(r);
    for (;;) {
        if (accept(r, '+'))
            value = node(NODE_ADD, 0, value, read_term(r));
        else if (accept(r, '-'))
            value = node(NODE_SUBTRACT, 0, value, read_term(r));
        else
            return value;
    }
}

nw_status nw_formula_read(nw_formula **formula, const char *text, int m1, int m2, const char *name, nw_error *error)
{
    reader r = {.begin = text, .at = text, .m1 = m1, .m2 = m2};
    *formula = NULL;
    if (strlen(text) > LONGEST)
        return nw_fail(error, NW_BAD_INPUT, "%.300s: a formula of more than %d characters", name, (int)LONGEST);
    nw_formula *read = read_sum(&r);
    skip_blanks(&r);
    if (r.why == NULL && *r.at != '\0')
        r.why = "an operation (+ - * / ^) or the end is missing";
    if (r.why != NULL) {
        nw_formula_free(read);
        return nw_fail(error, NW_BAD_INPUT, "%.300s: character %zu: %s", name, (size_t)(r.at - r.begin) + 1, r.why);
    }
    *formula = read;
    return NW_OK;
}

/* ---- forms ---- */

/* a^exponent; 1/a first where it is negative. */
static void form_power(nw_domain *domain, nw_centred *out, const nw_centred *a, int exponent)
{
    nw_curve power = {.kind = NW_CURVE_POWER, .order = abs(exponent)}, inverse = {.kind = NW_CURVE_RECIPROCAL};
    if (exponent >= 0) {
        nw_centred_apply(domain, out, &power, a);
        return;
    }
    nw_centred *one_over = nw_centred_take(domain);
    nw_centred_apply(domain, one_over, &inverse, a);
    nw_centred_apply(domain, out, &power, one_over);
}

/* min, max = (a + b -+ |a - b|)/2 */
static void form_extreme(nw_domain *domain, nw_centred *out, const nw_centred *a, const nw_centred *b, bool least)
{
    nw_curve size = {.kind = NW_CURVE_ABS};
    nw_centred *difference = nw_centred_take(domain), *gap = nw_centred_take(domain);
    arb_t half;
    arb_init(half);
    arb_set_d(half, 0.5);
    nw_centred_subtract(domain, difference, a, b);
    nw_centred_apply(domain, gap, &size, difference);
    nw_centred_add(domain, out, a, b);
    if (least)
        nw_centred_subtract(domain, out, out, gap);
    else
        nw_centred_add(domain, out, out, gap);
    nw_centred_scale(domain, out, out, half);
    arb_clear(half);
}

static void form_leaf(const nw_formula *formula, nw_domain *domain, nw_centred *out)
{
    nw_centred_zero(domain, out);
    if (formula->kind == NODE_NUMBER)
        arb_fmpz_div_fmpz(out->c, formula->top, formula->bottom, domain->prec);
    else if (formula->kind == NODE_PI)
        arb_const_pi(out->c, domain->prec);
    else
        nw_centred_input(domain, out, formula->index);
}

void nw_formula_form(const nw_formula *formula, nw_domain *domain, nw_centred *out)
{
    if (formula->a == NULL) {
        form_leaf(formula, domain, out);
        return;
    }
    size_t mark = domain->taken;
    nw_centred *a = nw_centred_take(domain), *b = nw_centred_take(domain), *c = nw_centred_take(domain);
    nw_curve curve = {.kind = NW_CURVE_RECIPROCAL};
    nw_formula_form(formula->a, domain, a);
    if (formula->b != NULL)
        nw_formula_form(formula->b, domain, b);
    switch (formula->kind) {
    case NODE_ADD:
        nw_centred_add(domain, out, a, b);
        break;
    case NODE_SUBTRACT:
        nw_centred_subtract(domain, out, a, b);
        break;
    case NODE_MULTIPLY:
        nw_centred_multiply(domain, out, a, b);
        break;
    case NODE_DIVIDE:
        nw_centred_apply(domain, c, &curve, b);
        nw_centred_multiply(domain, out, a, c);
        break;
    case NODE_NEGATE:
        nw_centred_subtract(domain, out, c, a);
        break;
    case NODE_POWER:
        form_power(domain, out, a, formula->index);
        break;
    case NODE_CURVE:
        curve.kind = (nw_curve_kind)formula->index;
        nw_centred_apply(domain, out, &curve, a);
        break;
    case NODE_MIN:
    case NODE_MAX:
        form_extreme(domain, out, a, b, formula->kind == NODE_MIN);
        break;
    case NODE_NUMBER:
    case NODE_PI:
    case NODE_INPUT:
        break;
    }
    domain->taken = mark;
}
