/* Formulas: read into a list of instructions, each of which uses the results of earlier ones. */
#ifndef NW_TARGET_EXPRESSION_H
#define NW_TARGET_EXPRESSION_H

#include "base/error.h"
#include "numeric/taylor.h"

typedef enum nw_operation {
    NW_DO_NUMBER,
    NW_DO_PI,
    NW_DO_X, /* x_(axis + 1) */
    NW_DO_I, /* I_(axis + 1) */
    NW_DO_ADD,
    NW_DO_SUBTRACT,
    NW_DO_MULTIPLY,
    NW_DO_DIVIDE,
    NW_DO_NEGATE,
    NW_DO_POWER, /* a^exponent */
    NW_DO_SIN,
    NW_DO_COS,
    NW_DO_EXP,
    NW_DO_TANH,
    NW_DO_ABS,
    NW_DO_MIN,
    NW_DO_MAX,
} nw_operation;

typedef struct nw_instruction {
    nw_operation operation;
    size_t a, b; /* numbers of earlier instructions */
    int axis, exponent;
    fmpq_t number; /* of NW_DO_NUMBER, initialised in all */
} nw_instruction;

typedef struct nw_expression {
    nw_instruction *code; /* the last one is the value */
    size_t count, room;
    int most_x, most_i; /* the highest numbers of inputs used */
    bool kinks;         /* has abs, min or max */
} nw_expression;

enum {
    NW_LONGEST_FORMULA = 4000, /* characters */
    NW_DEEPEST_FORMULA = 100,
    NW_LARGEST_EXPONENT = 64,
};

/* NW_BAD_INPUT with one line that names the character where reading stopped. */
nw_status nw_expression_parse(nw_expression **expression, const char *formula, nw_error *error);
void nw_expression_free(nw_expression *expression);

/* What the parser builds with: they return the number of the result; numbers fold. */
nw_instruction *nw_expression_emit(nw_expression *out, nw_operation operation, size_t a, size_t b);
size_t nw_expression_combine(nw_expression *out, nw_operation operation, size_t a, size_t b);
size_t nw_expression_negate(nw_expression *out, size_t a);
size_t nw_expression_raise(nw_expression *out, size_t a, int exponent);
bool nw_expression_is_zero(const nw_expression *out, size_t a);

/* The input an instruction reads, from 0: x first, then I. */
int nw_instruction_input(const nw_instruction *instruction, int m1);

void nw_expression_values(const nw_expression *expression, int m1, int inputs, size_t count, const double *x,
                          double *y);
void nw_expression_enclose(arb_t value, const nw_expression *expression, int m1, const double *x, slong prec);
void nw_expression_taylor(nw_space *space, nw_register out, const nw_expression *expression, int m1);

/* norm = a proven upper bound of sum over |k| <= order of ||D^k||_inf on [-1,1]^inputs, within about 1 % of it when the
 * budget of boxes suffices; steepness[axis] = an estimate of ||D_axis|| / ||.||.  False when no finite bound was found.
 */
bool nw_expression_norm(double *norm, double steepness[NW_MOST_INPUTS], const nw_expression *expression, int m1,
                        int inputs, int order);

#endif
