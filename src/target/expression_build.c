/* Putting instructions together; operations on two numbers are done at once, exactly. */
#include <stdlib.h>

#include "base/memory.h"
#include "target/expression.h"

nw_instruction *nw_expression_emit(nw_expression *out, nw_operation operation, size_t a, size_t b)
{
    if (out->count == out->room) {
        out->room = 2 * out->room + 16;
        out->code = nw_grow(out->code, out->room, sizeof *out->code);
    }
    nw_instruction *added = &out->code[out->count++];
    *added = (nw_instruction){.operation = operation, .a = a, .b = b};
    fmpq_init(added->number);
    return added;
}

static size_t last(const nw_expression *out)
{
    return out->count - 1;
}

static bool is_number(const nw_expression *out, size_t a)
{
    return out->code[a].operation == NW_DO_NUMBER;
}

bool nw_expression_is_zero(const nw_expression *out, size_t a)
{
    return is_number(out, a) && fmpq_is_zero(out->code[a].number);
}

/* Numbers with more bits than this are not worked out beforehand. */
static const flint_bitcnt_t LONGEST_NUMBER = 4096;

static bool is_short(const nw_expression *out, size_t a)
{
    const fmpq *number = out->code[a].number;
    return fmpz_bits(fmpq_numref(number)) + fmpz_bits(fmpq_denref(number)) < LONGEST_NUMBER;
}

/* Numbers are written where they are used, so that the second of two stands last and the first right before it: the
 * result takes the place of the first. */
static bool fold(nw_expression *out, nw_operation operation, size_t a, size_t b)
{
    if (!is_number(out, a) || !is_number(out, b) || b != last(out) || a + 1 != b || !is_short(out, a) ||
        !is_short(out, b))
        return false;
    fmpq *to = out->code[a].number, *by = out->code[b].number;
    switch (operation) {
    case NW_DO_ADD:
        fmpq_add(to, to, by);
        break;
    case NW_DO_SUBTRACT:
        fmpq_sub(to, to, by);
        break;
    case NW_DO_MULTIPLY:
        fmpq_mul(to, to, by);
        break;
    case NW_DO_DIVIDE:
        fmpq_div(to, to, by);
        break;
    default:
        return false;
    }
    fmpq_clear(by);
    out->count--;
    return true;
}

size_t nw_expression_combine(nw_expression *out, nw_operation operation, size_t a, size_t b)
{
    if (!fold(out, operation, a, b))
        nw_expression_emit(out, operation, a, b);
    return last(out);
}

size_t nw_expression_negate(nw_expression *out, size_t a)
{
    if (is_number(out, a))
        fmpq_neg(out->code[a].number, out->code[a].number);
    else
        nw_expression_emit(out, NW_DO_NEGATE, a, 0);
    return last(out);
}

size_t nw_expression_raise(nw_expression *out, size_t a, int exponent)
{
    if (is_number(out, a) && is_short(out, a)) {
        fmpq_pow_si(out->code[a].number, out->code[a].number, exponent);
        return a;
    }
    nw_expression_emit(out, NW_DO_POWER, a, 0)->exponent = exponent < 0 ? -exponent : exponent;
    size_t power = last(out);
    if (exponent >= 0)
        return power;
    fmpq_one(nw_expression_emit(out, NW_DO_NUMBER, 0, 0)->number);
    return nw_expression_combine(out, NW_DO_DIVIDE, last(out), power);
}

void nw_expression_free(nw_expression *expression)
{
    if (expression == NULL)
        return;
    for (size_t i = 0; i < expression->count; i++)
        fmpq_clear(expression->code[i].number);
    free(expression->code);
    free(expression);
}

int nw_instruction_input(const nw_instruction *instruction, int m1)
{
    return instruction->operation == NW_DO_X ? instruction->axis : m1 + instruction->axis;
}
