/* Recursive descent:
 *     sum     = term { (+ | -) term }
 *     term    = signed { (* | /) signed }
 *     signed  = (+ | -) signed | power
 *     power   = primary [ ^ exponent ]         exponent: an integer, in parentheses or not
 *     primary = number | pi | x1.. | I1.. | name ( sum [ , sum ] ) | ( sum ) */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "rational.h"
#include "target/expression.h"

typedef struct parser {
    const char *formula, *at;
    nw_expression *out;
    int depth;
    nw_error *error;
    bool failed;
} parser;

/* A result: the number of an instruction. */
typedef size_t operand;

static operand parse_sum(parser *p);

/* ---- errors ---- */

static operand fail_at(parser *p, const char *at, const char *what)
{
    if (!p->failed)
        nw_fail(p->error, NW_BAD_INPUT, "target expr: character %zu of '%.200s': %s", (size_t)(at - p->formula) + 1,
                p->formula, what);
    p->failed = true;
    return 0;
}

static operand fail(parser *p, const char *what)
{
    return fail_at(p, p->at, what);
}

static operand fail_word(parser *p, const char *at, size_t length)
{
    static const char *const known[] = {"sin", "cos", "exp", "tanh", "abs", "min", "max", "pi", "x1", "I1"};
    char *word = nw_format("%.*s", (int)(length < 40 ? length : 40), at);
    nw_guess guess = {.word = word};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        nw_guess_offer(&guess, known[i]);
    char *what =
        guess.nearest != NULL
            ? nw_format("there is no '%s'; did you mean %s?", word, guess.nearest)
            : nw_format("there is no '%s'; known are x1.., I1.., pi, sin, cos, exp, tanh, abs, min, max", word);
    fail_at(p, at, what);
    free(word);
    free(what);
    return 0;
}

/* ---- code; nothing is added after a failure ---- */

static operand emit(parser *p, nw_operation operation, operand a, operand b)
{
    if (!p->failed)
        nw_expression_emit(p->out, operation, a, b);
    return p->failed ? 0 : p->out->count - 1;
}

static operand combine(parser *p, nw_operation operation, operand a, operand b)
{
    return p->failed ? 0 : nw_expression_combine(p->out, operation, a, b);
}

static operand negate(parser *p, operand a)
{
    return p->failed ? 0 : nw_expression_negate(p->out, a);
}

static bool is_zero(const parser *p, operand a)
{
    return !p->failed && nw_expression_is_zero(p->out, a);
}

/* ---- characters ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void skip_blanks(parser *p)
{
    while (*p->at == ' ' || *p->at == '\t')
        p->at++;
}

static bool take(parser *p, char c)
{
    skip_blanks(p);
    if (p->failed || *p->at != c)
        return false;
    p->at++;
    return true;
}

static void expect(parser *p, char c, const char *what)
{
    if (!take(p, c))
        fail(p, what);
}

/* ---- numbers and names ---- */

/* Digits, a point, an exponent: where a number ends. */
static const char *number_end(const char *at)
{
    while (is_digit(*at))
        at++;
    if (*at == '.')
        at++;
    while (is_digit(*at))
        at++;
    if (*at == 'e' || *at == 'E') {
        const char *digits = at[1] == '+' || at[1] == '-' ? at + 2 : at + 1;
        if (is_digit(*digits)) {
            at = digits;
            while (is_digit(*at))
                at++;
        }
    }
    return at;
}

static operand parse_number(parser *p)
{
    const char *begin = p->at, *end = number_end(begin);
    char *text = nw_format("%.*s", (int)(end - begin), begin);
    operand number = emit(p, NW_DO_NUMBER, 0, 0);
    nw_error problem;
    if (nw_rational_parse(p->out->code[number].number, text, &problem) != NW_OK)
        fail_at(p, begin, problem.message);
    free(text);
    p->at = end;
    return number;
}

/* x3 or I2: `digits` behind the letter. */
static operand parse_input(parser *p, const char *begin, const char *digits, size_t length)
{
    bool on_x = *begin == 'x';
    long number = length <= 4 ? strtol(digits, NULL, 10) : 0;
    p->at = digits + length;
    if (length == 0)
        return fail_at(p, begin, on_x ? "write x1, x2, .. for the inputs" : "write I1, I2, .. for the tasks");
    if (number < 1 || number > NW_MOST_INPUTS)
        return fail_at(p, begin, "inputs are numbered from 1 to 4");
    operand input = emit(p, on_x ? NW_DO_X : NW_DO_I, 0, 0);
    p->out->code[input].axis = (int)number - 1;
    int *most = on_x ? &p->out->most_x : &p->out->most_i;
    *most = *most > (int)number ? *most : (int)number;
    return input;
}

static operand parse_call(parser *p, nw_operation operation)
{
    bool two = operation == NW_DO_MIN || operation == NW_DO_MAX;
    if (!take(p, '('))
        return fail(p, "expected ( after the name of a function");
    operand a = parse_sum(p), b = 0;
    if (two) {
        expect(p, ',', "min and max have two arguments: expected a comma");
        b = parse_sum(p);
    }
    expect(p, ')', two ? "expected ) after the second argument" : "expected ) after the argument");
    p->out->kinks = p->out->kinks || two || operation == NW_DO_ABS;
    return emit(p, operation, a, b);
}

static operand parse_name(parser *p)
{
    static const struct {
        const char *name;
        nw_operation operation;
    } functions[] = {{"sin", NW_DO_SIN}, {"cos", NW_DO_COS}, {"exp", NW_DO_EXP}, {"tanh", NW_DO_TANH},
                     {"abs", NW_DO_ABS}, {"min", NW_DO_MIN}, {"max", NW_DO_MAX}};
    const char *begin = p->at;
    size_t letters = 0, digits = 0;
    while (is_letter(begin[letters]))
        letters++;
    while (is_digit(begin[letters + digits]))
        digits++;
    if (letters == 1 && (*begin == 'x' || *begin == 'I'))
        return parse_input(p, begin, begin + 1, digits);
    p->at = begin + letters;
    if (digits == 0 && letters == 2 && strncmp(begin, "pi", 2) == 0)
        return emit(p, NW_DO_PI, 0, 0);
    for (size_t i = 0; digits == 0 && i < sizeof functions / sizeof functions[0]; i++)
        if (strlen(functions[i].name) == letters && strncmp(begin, functions[i].name, letters) == 0)
            return parse_call(p, functions[i].operation);
    return fail_word(p, begin, letters + digits);
}

/* ---- grammar ---- */

static operand parse_primary(parser *p)
{
    skip_blanks(p);
    if (p->failed)
        return 0;
    if (take(p, '(')) {
        operand inside = parse_sum(p);
        expect(p, ')', "expected )");
        return inside;
    }
    if (is_digit(*p->at) || (*p->at == '.' && is_digit(p->at[1])))
        return parse_number(p);
    if (is_letter(*p->at))
        return parse_name(p);
    if (*p->at == '\0')
        return fail(p, "the formula ends where a number, an input or ( was expected");
    return fail(p, "expected a number, an input or (");
}

static int parse_exponent(parser *p)
{
    bool closed = take(p, '(');
    bool negative = take(p, '-');
    skip_blanks(p);
    const char *digits = p->at;
    size_t length = strspn(digits, "0123456789");
    p->at += length;
    long exponent = length > 0 && length <= 4 ? strtol(digits, NULL, 10) : NW_LARGEST_EXPONENT + 1;
    bool whole = length > 0 && *p->at != '.' && *p->at != 'e' && *p->at != 'E';
    if (!whole || exponent > NW_LARGEST_EXPONENT)
        fail_at(p, digits, "an exponent is an integer from -64 to 64");
    if (closed)
        expect(p, ')', "expected ) after the exponent");
    return (int)(negative ? -exponent : exponent);
}

static operand parse_power(parser *p)
{
    operand base = parse_primary(p);
    if (!take(p, '^'))
        return base;
    const char *at = p->at;
    int exponent = parse_exponent(p);
    if (take(p, '^'))
        return fail(p, "a power of a power needs parentheses");
    if (exponent < 0 && is_zero(p, base))
        return fail_at(p, at, "division by zero");
    return p->failed ? 0 : nw_expression_raise(p->out, base, exponent);
}

static operand parse_signed(parser *p)
{
    if (++p->depth > NW_DEEPEST_FORMULA)
        fail(p, "nested deeper than 100 levels");
    operand value = 0;
    if (!p->failed)
        value = take(p, '-') ? negate(p, parse_signed(p)) : take(p, '+') ? parse_signed(p) : parse_power(p);
    p->depth--;
    return value;
}

static operand parse_term(parser *p)
{
    operand value = parse_signed(p);
    while (!p->failed) {
        if (take(p, '*')) {
            operand factor = parse_signed(p);
            value = combine(p, NW_DO_MULTIPLY, value, factor);
        } else if (take(p, '/')) {
            const char *at = p->at;
            operand divisor = parse_signed(p);
            if (is_zero(p, divisor))
                fail_at(p, at, "division by zero");
            value = combine(p, NW_DO_DIVIDE, value, divisor);
        } else {
            break;
        }
    }
    return value;
}

static operand parse_sum(parser *p)
{
    operand value = parse_term(p);
    while (!p->failed) {
        bool plus = take(p, '+');
        if (!plus && !take(p, '-'))
            break;
        operand term = parse_term(p);
        value = combine(p, plus ? NW_DO_ADD : NW_DO_SUBTRACT, value, term);
    }
    return value;
}

nw_status nw_expression_parse(nw_expression **expression, const char *formula, nw_error *error)
{
    *expression = NULL;
    if (strlen(formula) > NW_LONGEST_FORMULA)
        return nw_fail(error, NW_BAD_INPUT, "target expr: a formula has at most %d characters, and this one has %zu",
                       NW_LONGEST_FORMULA, strlen(formula));
    parser p = {.formula = formula, .at = formula, .out = nw_alloc(1, sizeof *p.out), .error = error};
    skip_blanks(&p);
    if (*p.at == '\0')
        fail(&p, "the formula is missing; write one such as expr:sin(3*x1)/4");
    parse_sum(&p);
    skip_blanks(&p);
    if (!p.failed && *p.at != '\0')
        fail(&p, *p.at == ')' ? "this ) closes nothing" : "expected an operation (+ - * / ^) or the end");
    if (p.failed) {
        nw_expression_free(p.out);
        return NW_BAD_INPUT;
    }
    *expression = p.out;
    return NW_OK;
}
