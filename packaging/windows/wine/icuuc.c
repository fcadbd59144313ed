/* Stub of the copy of ICU that Windows has, so that Qt6Core loads under Wine: no converter can be opened. */
#include <stddef.h>
#define X __declspec(dllexport)
X void* ucnv_open(const char*n,int*e){*e=2;return NULL;} X void ucnv_close(void*c){} X void ucnv_reset(void*c){} X signed char ucnv_getMaxCharSize(void*c){return 4;}
X const char* ucnv_getName(void*c,int*e){*e=2;return NULL;} X void ucnv_getToUCallBack(void*c,void**a,const void**x){} X void ucnv_getFromUCallBack(void*c,void**a,const void**x){}
X void ucnv_setToUCallBack(void*c,void*a,const void*x,void**o,const void**ox,int*e){*e=2;} X void ucnv_setFromUCallBack(void*c,void*a,const void*x,void**o,const void**ox,int*e){*e=2;}
X void ucnv_cbToUWriteUChars(void*a,const void*s,int l,int o,int*e){*e=2;} X void ucnv_cbFromUWriteUChars(void*a,const void**s,const void*l,int o,int*e){*e=2;}
X void ucnv_toUnicode(void*c,void**t,const void*tl,const char**s,const char*sl,int*o,signed char f,int*e){*e=2;} X void ucnv_fromUnicode(void*c,char**t,const char*tl,const void**s,const void*sl,int*o,signed char f,int*e){*e=2;}
X int ucnv_toUCountPending(void*c,int*e){return 0;} X int ucnv_fromUCountPending(void*c,int*e){return 0;} X const char* ucnv_getStandardName(const char*n,const char*s,int*e){*e=2;return NULL;}
X const char* ucnv_getAvailableName(int n){return NULL;} X int ucnv_countAvailable(void){return 0;}
int __stdcall DllMain(void*a,unsigned b,void*c){return 1;}
