/* The complex functions of the C library that Wine lacks; math.def names them and forwards the rest. */
#include <complex.h>
#include <math.h>
int __stdcall DllMain(void*a,unsigned b,void*c){return 1;}
float w_cabsf(float _Complex a){return cabsf(a);}
double w_carg(double _Complex a){return carg(a);}
float w_cargf(float _Complex a){return cargf(a);}
double _Complex w_ccos(double _Complex a){return ccos(a);}
float _Complex w_ccosf(float _Complex a){return ccosf(a);}
double _Complex w_ccosh(double _Complex a){return ccosh(a);}
float _Complex w_ccoshf(float _Complex a){return ccoshf(a);}
double _Complex w_cexp(double _Complex a){return cexp(a);}
float _Complex w_cexpf(float _Complex a){return cexpf(a);}
double w_cimag(double _Complex a){return cimag(a);}
float w_cimagf(float _Complex a){return cimagf(a);}
double _Complex w_cpow(double _Complex a,double _Complex b){return cpow(a,b);}
float _Complex w_cpowf(float _Complex a,float _Complex b){return cpowf(a,b);}
double w_creal(double _Complex a){return creal(a);}
float w_crealf(float _Complex a){return crealf(a);}
double _Complex w_csin(double _Complex a){return csin(a);}
float _Complex w_csinf(float _Complex a){return csinf(a);}
double _Complex w_csinh(double _Complex a){return csinh(a);}
float _Complex w_csinhf(float _Complex a){return csinhf(a);}
double _Complex w_ctan(double _Complex a){return ctan(a);}
float _Complex w_ctanf(float _Complex a){return ctanf(a);}
double _Complex w_ctanh(double _Complex a){return ctanh(a);}
float _Complex w_ctanhf(float _Complex a){return ctanhf(a);}
double _Complex w_csqrt(double _Complex a){return csqrt(a);}
float _Complex w_csqrtf(float _Complex a){return csqrtf(a);}
double _Complex w_clog(double _Complex a){return clog(a);}
float _Complex w_clogf(float _Complex a){return clogf(a);}
